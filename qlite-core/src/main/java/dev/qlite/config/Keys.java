package dev.qlite.config;

import dev.qlite.provider.Timeouts;
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

    static final Section<ServerSettings> SERVER = Section.of(
            Key.value("host", Types.TEXT, "127.0.0.1", "where to listen", ServerSettings::withHost),
            Key.value("port", Types.number(0, 65_535), "8080", "0 is any that is free", ServerSettings::withPort),
            Key.value(
                    "max_body",
                    Types.size(Long.MAX_VALUE),
                    "32MB",
                    "the largest body of a request",
                    ServerSettings::withMaxBody),
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
                    Key.value("type", ProviderValues.TYPE, "", "whose API it speaks", ProviderDraft::type),
                    Key.value(
                            "models",
                            ValueType.list("a list like [gpt-*, o3*]", Types.TEXT),
                            "",
                            "what it serves, * stands for any characters; left out: the type's own list",
                            ProviderDraft::models),
                    Key.value("base_url", Types.URL, "", "where the API is", ProviderDraft::baseUrl),
                    Key.value("api_key", Types.SECRET, "", "qlite's own key there", ProviderDraft::apiKey),
                    Key.value("headers", ProviderValues.HEADERS, "", "sent with each request", ProviderDraft::headers),
                    Key.value(
                            "include_usage",
                            Types.BOOLEAN,
                            "true",
                            "whether a stream's usage may be asked for: some servers reject it",
                            ProviderDraft::includeUsage),
                    Key.value("latency", Types.duration(NONE), "0s", "how long it takes", ProviderDraft::latency),
                    Key.value(
                            "max_connections",
                            Types.number(1, 1_000_000),
                            "1000",
                            "at a time",
                            ProviderDraft::maxConnections),
                    Key.section(
                            "timeouts",
                            TIMEOUTS,
                            "in place of those for all",
                            ProviderDraft::timeouts,
                            ProviderDraft::timeouts))
            .taking((provider, key) -> provider.takes(key.name()), ProviderDraft::kind);

    static final Section<CacheSettings> CACHE = Section.of(
            Key.value("enabled", Types.BOOLEAN, "true", "whether answers are kept", CacheSettings::withEnabled),
            Key.value("ttl", Types.duration(LEAST), "1h", "how long one is good for", CacheSettings::withTtl),
            Key.value(
                    "max_size",
                    Types.size(Long.MAX_VALUE),
                    "256MB",
                    "memory for all of them",
                    CacheSettings::withMaxSize),
            Key.value(
                    "max_entry",
                    Types.size(Long.MAX_VALUE),
                    "8MB",
                    "a larger one is not kept",
                    CacheSettings::withMaxEntry));

    /** The whole. Timeouts stand above the providers, which start from them. */
    static final Section<Draft> ROOT = Section.of(
            Key.section("server", SERVER, "the proxy itself", Draft::server, Draft::server),
            Key.section("timeouts", TIMEOUTS, "how long upstreams may take", Draft::timeouts, Draft::timeouts),
            Key.sections("providers", PROVIDER, "who answers", Draft::start, Draft::provider),
            Key.value(
                    "aliases",
                    ValueType.map("names, and a model for each", ValueType.located(Types.MODEL)),
                    "",
                    "what a client may ask for in place of a model",
                    Draft::aliases),
            Key.section("cache", CACHE, "answers that are kept", draft -> CacheSettings.DEFAULT, Draft::cache));

    private Keys() {}

    /** The paths of all keys of that name. */
    static List<String> paths(String name) {
        return ROOT.paths("", name);
    }
}
