package dev.qlite.standalone;

import dev.qlite.cache.CacheScope;
import dev.qlite.cache.CacheWhen;
import dev.qlite.config.ApiKey;
import dev.qlite.config.CacheSettings;
import dev.qlite.config.ConfiguredProvider;
import dev.qlite.config.QliteConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the proxy is set up with, and where that comes from, in words that show no secret. Immutable.
 *
 * @param file null where it comes from the environment
 */
record Setup(QliteConfig config, @Nullable Path file) {
    String source() {
        return file == null ? "no file: what the environment holds" : file.toString();
    }

    String cache() {
        return config.cache().filter(CacheSettings::enabled).map(Setup::cache).orElse("off");
    }

    /** Who may call: the names of the keys, or anybody. */
    String callers() {
        Map<String, Integer> keys = new LinkedHashMap<>();
        for (ApiKey key : config.server().access().apiKeys()) {
            keys.merge(key.name(), 1, Integer::sum);
        }
        return keys.isEmpty()
                ? "anybody on this machine; server.api_keys lets in others"
                : keys.entrySet().stream()
                        .map(each ->
                                each.getKey() + " (" + each.getValue() + (each.getValue() == 1 ? " key)" : " keys)"))
                        .collect(Collectors.joining(", "));
    }

    /** A name that leads somewhere: a model named in full, or an alias. */
    String exampleModel() {
        for (ConfiguredProvider provider : config.providers()) {
            for (String model : provider.models()) {
                if (model.indexOf('*') < 0) {
                    return model;
                }
            }
        }
        return config.aliases().keySet().stream().findFirst().orElse("YOUR-MODEL");
    }

    private static String cache(CacheSettings cache) {
        String which = cache.when() == CacheWhen.DETERMINISTIC
                ? "a repeated request with temperature: 0"
                : "a repeated request";
        String whose = cache.scope() == CacheScope.SHARED ? ", shared by all callers" : "";
        return "exact, on: " + which + " is answered from memory for " + Words.of(cache.ttl()) + ", up to "
                + Words.of(cache.maxSize()) + whose
                + (cache.singleFlight() ? "" : "; single_flight off: none waits for another's answer");
    }
}
