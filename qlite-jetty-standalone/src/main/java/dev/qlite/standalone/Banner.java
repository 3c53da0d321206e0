package dev.qlite.standalone;

import dev.qlite.config.ConfiguredProvider;
import java.util.List;

/** What the proxy says when it has started: where it is, what it has, and how to try it. */
record Banner(Setup setup) {
    private static final int MODELS_SHOWN = 5;

    String text(String address) {
        Rows rows = new Rows(2, 11)
                .add("config", setup.source())
                .add(
                        "providers",
                        setup.config().providers().stream().map(Banner::words).toList())
                .add("cache", setup.cache())
                .add("callers", setup.callers());
        String ask = "curl -i " + address + "/v1/chat/completions" + keys()
                + " -H 'Content-Type: application/json' \\\n    -d '{";
        String question = "\"model\": \"" + setup.exampleModel()
                + "\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}'\n";
        return "qlite " + Main.version() + "  proxy on " + address + "\n" + rows
                + "\nTry it, twice; X-Cache says MISS, then HIT:\n  " + ask + question
                + "Streamed:\n  " + ask.replace("curl -i", "curl -iN") + "\"stream\": true, " + question + "\n";
    }

    /** The headers that a caller needs. */
    private String keys() {
        boolean haveKeys = !setup.config().server().access().apiKeys().isEmpty();
        boolean bringKeys = setup.config().providers().stream()
                .anyMatch(provider -> provider.settings().callersKey());
        String own =
                haveKeys ? (bringKeys ? " -H 'X-Qlite-Key: YOUR-KEY'" : " -H 'Authorization: Bearer YOUR-KEY'") : "";
        return bringKeys ? own + " -H 'Authorization: Bearer THE-PROVIDERS-KEY'" : own;
    }

    private static String words(ConfiguredProvider provider) {
        List<String> patterns = provider.models();
        String shown = String.join(", ", patterns.subList(0, Math.min(MODELS_SHOWN, patterns.size())));
        return provider.name() + ": "
                + (patterns.size() > MODELS_SHOWN ? shown + ", … (" + patterns.size() + ")" : shown);
    }
}
