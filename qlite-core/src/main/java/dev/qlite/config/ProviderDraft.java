package dev.qlite.config;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderSettings.HeaderValue;
import dev.qlite.provider.ProviderType;
import dev.qlite.provider.ProviderTypes;
import dev.qlite.provider.Timeouts;
import dev.qlite.provider.TransportKind;
import dev.qlite.transport.HttpProxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A provider while its section is read. Not thread-safe. */
final class ProviderDraft {
    private static final Set<String> OF_ALL_TYPES = Set.of("type", "models");

    private final Place place;
    private final Map<String, Place> members;
    private final ProviderSettings.Builder settings;
    private Timeouts timeouts;
    private @Nullable ProviderType type;
    private @Nullable List<String> models;

    ProviderDraft(String name, Place place, Map<String, Place> members, Timeouts timeouts) {
        this.place = place;
        this.members = members;
        this.settings = ProviderSettings.named(name);
        this.timeouts = timeouts;
        if (!Names.isName(name)) {
            place.expected("not a provider's name", Names.EXPECTED);
        }
    }

    ProviderDraft type(ProviderType type) {
        this.type = type;
        return this;
    }

    ProviderDraft models(List<String> models) {
        this.models = models;
        return this;
    }

    ProviderDraft baseUrl(URI baseUrl) {
        settings.baseUrl(baseUrl);
        return this;
    }

    ProviderDraft apiKey(Secret apiKey) {
        settings.apiKey(apiKey);
        return this;
    }

    /** There is but one word that it may be. */
    ProviderDraft auth(String client) {
        settings.callersKey();
        return this;
    }

    ProviderDraft authHeader(String name) {
        settings.authHeader(name);
        return this;
    }

    ProviderDraft answerHeaders(List<String> names) {
        settings.answerHeaders(names);
        return this;
    }

    ProviderDraft proxy(HttpProxy proxy) {
        settings.proxy(proxy);
        return this;
    }

    ProviderDraft caFile(Path caFile) {
        settings.caFile(caFile);
        return this;
    }

    ProviderDraft transport(TransportKind transport) {
        settings.transport(transport);
        return this;
    }

    ProviderDraft headers(Map<String, HeaderValue> headers) {
        headers.forEach((name, value) -> {
            if (value.isSecret()) {
                settings.secretHeader(name, value.value());
            } else {
                settings.header(name, value.value());
            }
        });
        return this;
    }

    ProviderDraft includeUsage(boolean includeUsage) {
        settings.includeUsage(includeUsage);
        return this;
    }

    ProviderDraft defaultMaxTokens(int tokens) {
        settings.defaultMaxTokens(tokens);
        return this;
    }

    ProviderDraft capabilities(Map<String, Map<String, Json>> capabilities) {
        capabilities.forEach((model, values) -> {
            ObjectBuilder row = Json.object();
            values.forEach(row::put);
            settings.capabilities(model, row.build());
        });
        return this;
    }

    ProviderDraft unsupported(ProviderValues.Unsupported what) {
        if (what == ProviderValues.Unsupported.REFUSE) {
            settings.refuseUnsupported();
        }
        return this;
    }

    ProviderDraft latency(Duration latency) {
        settings.latency(latency);
        return this;
    }

    ProviderDraft maxConnections(int maxConnections) {
        settings.maxConnections(maxConnections);
        return this;
    }

    Timeouts timeouts() {
        return timeouts;
    }

    ProviderDraft timeouts(Timeouts timeouts) {
        this.timeouts = timeouts;
        return this;
    }

    /** Whether a provider of this type has that key; one of no type has them all, for another message is due. */
    boolean takes(String key) {
        return type == null || OF_ALL_TYPES.contains(key) || type.settings().contains(key);
    }

    /** Every type by its name, with the keys that it takes. */
    static Map<String, Set<String>> types() {
        Map<String, Set<String>> types = new LinkedHashMap<>();
        for (ProviderType type : ProviderTypes.all()) {
            Set<String> keys = new HashSet<>(OF_ALL_TYPES);
            keys.addAll(type.settings());
            types.putIfAbsent(type.name(), keys);
        }
        return types;
    }

    String typeName() {
        return type == null ? "?" : type.name();
    }

    /**
     * What came of it, or null if something was wrong.
     *
     * @throws IllegalArgumentException if two settings contradict each other; it names the key
     */
    @Nullable
    ConfiguredProvider configured() {
        if (type == null || !place.reading().isFine(place.path())) {
            return null;
        }
        ProviderSettings built = settings.timeouts(timeouts).build();
        return new ConfiguredProvider(type, built, models == null ? type.models() : models);
    }

    /** Says what was found wrong with the whole; a message that begins with a key stands at that key. */
    void refused(String message) {
        int colon = message.indexOf(": ");
        String key = colon < 0 ? "" : message.substring(0, colon);
        if (Keys.PROVIDER.names().contains(key)) {
            int line = members.getOrDefault(key, place).line();
            place.reading().problem(line, place.below(key), message.substring(colon + 2));
        } else {
            place.problem(message);
        }
    }
}
