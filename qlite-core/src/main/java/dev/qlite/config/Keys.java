package dev.qlite.config;

import dev.qlite.cache.CacheScope;
import dev.qlite.cache.CacheWhen;
import dev.qlite.cost.Kind;
import dev.qlite.provider.Timeouts;
import dev.qlite.provider.TransportKind;
import java.time.Duration;
import java.util.List;

/** The one table of all keys that a configuration may have: what is not here is an error. */
final class Keys {
    private static final Duration NONE = Duration.ZERO;
    private static final Duration LEAST = Duration.ofMillis(1);

    static final Section<Timeouts> TIMEOUTS = Section.of(
            Key.value("connect", Types.duration(LEAST), "10s", "until there is a connection", Timeouts::withConnect),
            Key.value(
                    "first_byte",
                    Types.duration(LEAST),
                    "120s",
                    "of a stream: until its first event",
                    Timeouts::withFirstByte),
            Key.value(
                    "between_events",
                    Types.duration(LEAST),
                    "60s",
                    "of a stream: its silence after that",
                    Timeouts::withBetweenEvents),
            Key.value("total", Types.duration(LEAST), "10m", "until the end of the answer", Timeouts::withTotal));

    static final Section<ApiKeyDraft> API_KEY = Section.of(
            Key.value(
                            "name",
                            Names.NAME,
                            "",
                            "who the caller is; several keys may have one name",
                            ApiKeyDraft::withName)
                    .required(),
            Key.value("key", ValueType.located(Types.SECRET), "", "the key itself", ApiKeyDraft::withKey)
                    .required());

    static final Section<Access> CORS = Section.of(Key.value(
            "origins",
            ValueType.list("a list like [\"https://app.example.org\"]", Hosts.ORIGIN),
            "",
            "where such pages come from; \"*\" is anywhere",
            Access::withCorsOrigins));

    static final Section<TlsFiles> TLS = Section.of(
            Key.value(
                            "cert",
                            Types.FILE,
                            "",
                            "the certificate, and after it those that vouch for it, in PEM",
                            TlsFiles::withCert)
                    .required(),
            Key.value("key", Types.FILE, "", "its private key, in PEM (PKCS #8) without a password", TlsFiles::withKey)
                    .required());

    static final Section<ServerSettings> SERVER = Section.of(
            Key.value("host", Types.TEXT, "127.0.0.1", "the name or address to listen on", ServerSettings::withHost),
            Key.value(
                    "port",
                    Types.number(0, 65_535),
                    "8080",
                    "the port to listen on; 0 is any that is free",
                    ServerSettings::withPort),
            Key.list(
                    "api_keys",
                    API_KEY,
                    "the keys of which a caller must show one; left out: callers need none",
                    ApiKeyDraft.EMPTY,
                    (server, keys) -> server.withAccess(server.access().withApiKeys(ApiKeyDraft.keys(keys)))),
            Key.value(
                    "allowed_hosts",
                    ValueType.list("a list like [qlite.example.org]", Hosts.HOST),
                    "",
                    "the names by which clients may call it, without a port",
                    (server, hosts) -> server.withAccess(server.access().withAllowedHosts(hosts))),
            Key.section(
                    "cors",
                    CORS,
                    "web pages that may call it from a browser",
                    ServerSettings::access,
                    ServerSettings::withAccess),
            Key.section(
                    "tls",
                    TLS,
                    "https in place of http; the files are read again when they change",
                    server -> TlsFiles.NONE,
                    ServerSettings::withTls),
            Key.value(
                    "default_provider",
                    Names.PROVIDER,
                    "",
                    "who is asked what names no model, such as an upload; left out: that is refused",
                    (server, name) ->
                            server.withPassThrough(server.passThrough().withDefaultProvider(name))),
            Key.value(
                    "pass_through",
                    ValueType.list("a list like [files, \"files/*\"]", Types.PATH),
                    "",
                    "paths below /v1/ that pass unread, beside OpenAI's own",
                    (server, paths) ->
                            server.withPassThrough(server.passThrough().withPaths(paths))),
            Key.value(
                    "max_body",
                    Types.size(Long.MAX_VALUE),
                    "32MB",
                    "the largest body of a request",
                    ServerSettings::withMaxBody),
            Key.value(
                    "max_in_flight",
                    Types.number(1, 1_000_000),
                    "",
                    "how many requests may be under way at a time, one more is a 503; left out: 10000, before Java 21 900",
                    (server, count) -> server.withLoad(server.load().withMaxInFlight(count))),
            Key.value(
                    "max_buffered",
                    Types.size(Long.MAX_VALUE),
                    "",
                    "the memory for requests' bodies and answers' recordings, over which there is a 503, or nothing is kept; left out: a quarter of the heap",
                    (server, size) -> server.withLoad(server.load().withMaxBuffered(size))),
            Key.value(
                    "max_answer",
                    Types.size(Integer.MAX_VALUE),
                    "64MB",
                    "the largest plain answer; a streamed one passes whatever its size",
                    (server, size) -> server.withLimits(server.limits().withMaxAnswer(size.intValue()))),
            Key.value(
                    "max_event",
                    Types.size(Integer.MAX_VALUE),
                    "16MB",
                    "the largest event of a stream",
                    (server, size) -> server.withLimits(server.limits().withMaxEvent(size.intValue()))),
            Key.value(
                    "explain",
                    Types.BOOLEAN,
                    "false",
                    "whether X-Qlite-Explain: 1 is answered with what the cache made of a request",
                    ServerSettings::withExplain),
            Key.value(
                    "usage_cost",
                    Types.BOOLEAN,
                    "false",
                    "whether an answer's usage says its cost too, in US dollars",
                    ServerSettings::withUsageCost),
            Key.value(
                    "drain",
                    Types.duration(NONE),
                    "30s",
                    "how long calls under way have to end when it stops",
                    ServerSettings::withDrain),
            Key.value(
                    "heartbeat",
                    Types.duration(LEAST),
                    "15s",
                    "a silent stream gets a comment that often",
                    ServerSettings::withHeartbeat),
            Key.value(
                    "head_delay",
                    Types.duration(NONE),
                    "2s",
                    "how long a stream's status is held back for its first event",
                    (server, delay) -> server.withLimits(server.limits().withHeadDelay(delay))));

    static final Section<ProviderDraft> PROVIDER = Section.of(
                    Key.value("type", ProviderValues.TYPE, "", "whose API it speaks", ProviderDraft::type)
                            .required(),
                    Key.value(
                            "models",
                            ValueType.list("a list like [gpt-*, o3*]", Types.TEXT),
                            "",
                            "what it serves, * stands for any characters; left out: the type's own list",
                            ProviderDraft::models),
                    Key.value(
                            "base_url",
                            Types.URL,
                            "",
                            "where the API is; left out: the type's own place",
                            ProviderDraft::baseUrl),
                    Key.value("api_key", Types.SECRET, "", "qlite's own key there", ProviderDraft::apiKey),
                    Key.value(
                            "auth",
                            ProviderValues.AUTH,
                            "",
                            "client: each caller's own key, which came as Authorization: Bearer, in place of api_key",
                            ProviderDraft::auth),
                    Key.value(
                            "auth_header",
                            ProviderValues.AUTH_HEADER,
                            "Authorization",
                            "the header that carries the key: Authorization as a bearer's, any other the bare key",
                            ProviderDraft::authHeader),
                    Key.value(
                            "headers",
                            ProviderValues.HEADERS,
                            "",
                            "sent with each request; a value with ${…} is a secret",
                            ProviderDraft::headers),
                    Key.value(
                            "answer_headers",
                            ValueType.list("a list like [OpenAI-Organization]", Types.TEXT),
                            "",
                            "those headers whose secret value changes the answer: the cache tells one from another by a"
                                    + " hash of it",
                            ProviderDraft::answerHeaders),
                    Key.value(
                            "proxy",
                            ProviderValues.PROXY,
                            "",
                            "an HTTP proxy that leads there; left out: what the JVM's system properties say, or else"
                                    + " https_proxy and its like in the environment",
                            ProviderDraft::proxy),
                    Key.value(
                            "ca_file",
                            Types.FILE,
                            "",
                            "the certificates to trust there, in PEM; left out: those of CURL_CA_BUNDLE, or SSL_CERT_FILE and SSL_CERT_DIR, or"
                                    + " else the JDK's authorities",
                            ProviderDraft::caFile),
                    Key.value(
                            "transport",
                            Types.word(TransportKind.class),
                            "sockets",
                            "what carries the calls: HTTP/1.1 on qlite's own sockets, or the JDK's client, which also speaks"
                                    + " HTTP/2",
                            ProviderDraft::transport),
                    Key.value(
                            "include_usage",
                            Types.BOOLEAN,
                            "true",
                            "whether a stream's usage may be asked for: some servers reject it",
                            ProviderDraft::includeUsage),
                    Key.value(
                            "default_max_tokens",
                            Types.number(1, 10_000_000),
                            "",
                            "the most tokens of an answer to a request that does not say; left out: the model's own default",
                            ProviderDraft::defaultMaxTokens),
                    Key.value(
                            "capabilities",
                            ProviderValues.CAPABILITIES,
                            "",
                            "what models can do, in place of what the type's own table says",
                            ProviderDraft::capabilities),
                    Key.value(
                            "unsupported",
                            Types.word(ProviderValues.Unsupported.class),
                            "drop",
                            "whether a request's harmless fields that the provider does not have are dropped, and told in"
                                    + " X-Qlite-Dropped, or refused",
                            ProviderDraft::unsupported),
                    Key.value(
                            "latency", Types.duration(NONE), "0s", "how long an answer takes", ProviderDraft::latency),
                    Key.value(
                            "max_connections",
                            Types.number(1, 1_000_000),
                            "1000",
                            "the most connections at a time",
                            ProviderDraft::maxConnections),
                    Key.section(
                            "timeouts",
                            TIMEOUTS,
                            "for this one, in place of those for all",
                            ProviderDraft::timeouts,
                            ProviderDraft::timeouts))
            .of(new Kinds<>("type", ProviderDraft::takes, ProviderDraft::typeName, ProviderDraft::types));

    static final Section<CacheRule> CACHE_RULE = Section.of(
            Key.value(
                            "model",
                            Types.TEXT,
                            "",
                            "what the provider calls it, * stands for any characters",
                            CacheRule::withModel)
                    .required(),
            Key.value("ttl", Types.duration(LEAST), "", "in place of the cache's", CacheRule::withTtl),
            Key.value("when", Types.word(CacheWhen.class), "", "in place of the cache's", CacheRule::withWhen));

    static final Section<CacheSettings> CACHE = Section.of(
            Key.value("enabled", Types.BOOLEAN, "true", "whether answers are kept", CacheSettings::withEnabled),
            Key.value(
                    "when",
                    Types.word(CacheWhen.class),
                    "always",
                    "which are kept: all, or those to requests that say temperature: 0",
                    CacheSettings::withWhen),
            Key.value(
                    "scope",
                    Types.word(CacheScope.class),
                    "caller",
                    "whose they are: each caller's own, or everybody's",
                    CacheSettings::withScope),
            Key.value(
                    "namespace",
                    Names.NAME,
                    "",
                    "keeps them apart from those of other namespaces; a new one forgets all",
                    CacheSettings::withNamespace),
            Key.value("ttl", Types.duration(LEAST), "1h", "how long an answer is good for", CacheSettings::withTtl),
            Key.value(
                    "ttl_jitter",
                    Types.PERCENT,
                    "0%",
                    "by how much of its ttl an answer may be forgotten earlier, each differently",
                    CacheSettings::withTtlJitter),
            Key.list(
                    "rules",
                    CACHE_RULE,
                    "exceptions by model; the first that fits holds",
                    CacheRule.EMPTY,
                    CacheSettings::withRules),
            Key.value(
                    "max_size",
                    Types.size(Long.MAX_VALUE),
                    "256MB",
                    "the memory for all answers together",
                    CacheSettings::withMaxSize),
            Key.value(
                    "max_entry",
                    Types.size(Long.MAX_VALUE),
                    "8MB",
                    "a larger answer is not kept",
                    CacheSettings::withMaxEntry),
            Key.value(
                    "single_flight",
                    Types.BOOLEAN,
                    "true",
                    "whether calls that ask the same at the same time share one call to the provider",
                    CacheSettings::withSingleFlight));

    static final Section<PriceRule> PRICE = Section.of(
            Key.value(
                            "model",
                            Types.TEXT,
                            "",
                            "what the provider calls it, * stands for any characters",
                            PriceRule::withModel)
                    .required(),
            Key.value("input", Types.PRICE, "", "prompt tokens", (rule, rate) -> rule.withRate(Kind.INPUT, rate)),
            Key.value("output", Types.PRICE, "", "completion tokens", (rule, rate) -> rule.withRate(Kind.OUTPUT, rate)),
            Key.value(
                    "cached",
                    Types.PRICE,
                    "",
                    "prompt tokens that the provider had cached; left out: as input",
                    (rule, rate) -> rule.withRate(Kind.CACHED, rate)),
            Key.value(
                    "cache_write",
                    Types.PRICE,
                    "",
                    "prompt tokens written to the provider's cache; left out: as input",
                    (rule, rate) -> rule.withRate(Kind.CACHE_WRITE, rate)),
            Key.value(
                    "cache_write_1h",
                    Types.PRICE,
                    "",
                    "the same, for an hour; left out: as input",
                    (rule, rate) -> rule.withRate(Kind.CACHE_WRITE_1H, rate)),
            Key.value(
                    "reasoning",
                    Types.PRICE,
                    "",
                    "reasoning tokens; left out: as output",
                    (rule, rate) -> rule.withRate(Kind.REASONING, rate)),
            Key.value(
                    "audio_input",
                    Types.PRICE,
                    "",
                    "audio in the prompt; left out: as input",
                    (rule, rate) -> rule.withRate(Kind.AUDIO_INPUT, rate)),
            Key.value(
                    "audio_output",
                    Types.PRICE,
                    "",
                    "audio in the answer; left out: as output",
                    (rule, rate) -> rule.withRate(Kind.AUDIO_OUTPUT, rate)),
            Key.value(
                    "image_input",
                    Types.PRICE,
                    "",
                    "images in the prompt; left out: as input",
                    (rule, rate) -> rule.withRate(Kind.IMAGE_INPUT, rate)),
            Key.value(
                    "image_output",
                    Types.PRICE,
                    "",
                    "images in the answer; left out: as output",
                    (rule, rate) -> rule.withRate(Kind.IMAGE_OUTPUT, rate)),
            Key.value(
                    "request",
                    Types.PRICE,
                    "",
                    "each request, in US dollars",
                    (rule, rate) -> rule.withRate(Kind.REQUEST, rate)));

    static final Section<PricingSettings> PRICING = Section.of(
            Key.list(
                    "models",
                    PRICE,
                    "prices of your own, in US dollars for a million tokens; the first that fits holds",
                    PriceRule.EMPTY,
                    PricingSettings::withModels),
            Key.value(
                    "file",
                    PricingSettings.FILE,
                    "",
                    "a map of prices in LiteLLM's format, in place of qlite's for the models in it",
                    PricingSettings::withFile));

    /** The whole. Timeouts stand above the providers, which start from them. */
    static final Section<Draft> ROOT = Section.of(
            Key.section("server", SERVER, "the proxy itself", Draft::server, Draft::server),
            Key.section("timeouts", TIMEOUTS, "how long upstreams may take", Draft::timeouts, Draft::timeouts),
            Key.sections("providers", PROVIDER, "who answers", Draft::start, Draft::provider)
                    .required(),
            Key.value(
                    "aliases",
                    ValueType.map("names, and a model for each", ValueType.located(Types.MODEL)),
                    "",
                    "what a client may ask for in place of a model",
                    Draft::aliases),
            Key.section("cache", CACHE, "answers that are kept", draft -> CacheSettings.DEFAULT, Draft::cache),
            Key.section("pricing", PRICING, "what models cost", Draft::pricing, Draft::pricing));

    private Keys() {}

    /** The paths of all keys of that name. */
    static List<String> paths(String name) {
        return ROOT.paths("", name);
    }
}
