package dev.qlite.servlet.conformance;

import dev.qlite.provider.ProviderType;
import dev.qlite.provider.ProviderTypes;
import java.util.Optional;

/** A kind of recorded exchange: where it lies, what type of provider serves it, and how its answers are read. */
enum Kind {
    OPENAI("openai", "openai", "/v1"),
    OPENAI_COMPATIBLE("openai-compatible", "openai", "/v1"),
    ANTHROPIC("anthropic", "anthropic", ""),
    GOOGLE("google", "google", "");

    final String folder;
    final String basePath;
    private final String type;

    Kind(String folder, String type, String basePath) {
        this.folder = folder;
        this.type = type;
        this.basePath = basePath;
    }

    /** The type of provider that speaks this format; empty where there is none of that name. */
    Optional<ProviderType> provider() {
        return ProviderTypes.all().stream()
                .filter(each -> each.name().equals(type))
                .findFirst();
    }

    /** What an application must get of an answer. */
    Expected expected(Exchange exchange) {
        return switch (this) {
            case OPENAI, OPENAI_COMPATIBLE -> OpenAiAnswers.read(exchange);
            case ANTHROPIC -> AnthropicAnswers.read(exchange);
            case GOOGLE -> GoogleAnswers.read(exchange);
        };
    }
}
