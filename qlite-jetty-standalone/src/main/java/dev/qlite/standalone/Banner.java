package dev.qlite.standalone;

import dev.qlite.config.CacheSettings;
import dev.qlite.config.ConfiguredProvider;
import dev.qlite.config.QliteConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the proxy says when it has started: where it is, what it has, and how to try it. */
record Banner(QliteConfig config, @Nullable Path file, Map<String, String> environment) {
    /** Keys that many people have set, for providers that qlite cannot ask yet. */
    private static final List<String> TO_COME = List.of("ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY");

    private static final int MODELS_SHOWN = 5;

    String text(String address) {
        StringBuilder text = new StringBuilder();
        text.append("qlite ")
                .append(Main.version())
                .append("  proxy on ")
                .append(address)
                .append('\n');
        row(text, "config", file == null ? "no file: what the environment holds" : file.toString());
        String label = "providers";
        for (ConfiguredProvider provider : config.providers()) {
            row(text, label, provider.name() + ": " + models(provider.models()));
            label = "";
        }
        for (String key : TO_COME) {
            if (!environment.getOrDefault(key, "").isEmpty()) {
                row(text, "to come", key + " is set, but its provider is not built yet");
            }
        }
        row(
                text,
                "cache",
                config.cache().filter(CacheSettings::enabled).map(Banner::cache).orElse("off"));
        row(text, "callers", "anybody on this machine; keys for callers are still to come");
        String model = exampleModel();
        String ask = "curl -i " + address + "/v1/chat/completions -H 'Content-Type: application/json' \\\n    -d '{";
        String question =
                "\"model\": \"" + model + "\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}'\n";
        text.append("\nTry it, twice; X-Cache says MISS, then HIT:\n  ")
                .append(ask)
                .append(question);
        text.append("Streamed:\n  ").append(ask.replace("curl -i", "curl -iN")).append("\"stream\": true, ");
        return text.append(question).append('\n').toString();
    }

    private static void row(StringBuilder text, String label, String value) {
        text.append("  ")
                .append(label)
                .append(" ".repeat(11 - label.length()))
                .append(value)
                .append('\n');
    }

    private static String models(List<String> patterns) {
        String shown = String.join(", ", patterns.subList(0, Math.min(MODELS_SHOWN, patterns.size())));
        return patterns.size() > MODELS_SHOWN ? shown + ", … (" + patterns.size() + ")" : shown;
    }

    private static String cache(CacheSettings cache) {
        return "exact, on: a repeated request is answered from memory for " + words(cache.ttl()) + ", up to "
                + (cache.maxSize() >> 20) + " MB";
    }

    private static String words(Duration time) {
        return time.toSeconds() % 3600 == 0 && time.toHours() > 0
                ? time.toHours() + " h"
                : time.toMillis() % 60_000 == 0 && time.toMinutes() > 0
                        ? time.toMinutes() + " min"
                        : time.toMillis() + " ms";
    }

    /** A name that leads somewhere: an alias, or a model named in full. */
    private String exampleModel() {
        for (ConfiguredProvider provider : config.providers()) {
            for (String model : provider.models()) {
                if (model.indexOf('*') < 0) {
                    return model;
                }
            }
        }
        return config.aliases().keySet().stream().findFirst().orElse("YOUR-MODEL");
    }
}
