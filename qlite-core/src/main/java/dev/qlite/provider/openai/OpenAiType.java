package dev.qlite.provider.openai;

import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.HttpProvider;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** OpenAI's API, or any server that speaks it. */
public final class OpenAiType implements ProviderType {
    private static final URI OPENAI = URI.create("https://api.openai.com/v1");

    /** OpenAI's own API with a key, all else as by default: for a Java program. */
    public static Provider withKey(String apiKey) {
        ProviderSettings settings =
                ProviderSettings.named("openai").apiKey(Secret.of(apiKey)).build();
        return new OpenAiType().create(settings, Limits.DEFAULT);
    }

    @Override
    public String name() {
        return "openai";
    }

    @Override
    public List<String> environment() {
        return List.of("OPENAI_API_KEY");
    }

    @Override
    public List<String> models() {
        return List.of(
                "gpt-*",
                "chatgpt-*",
                "o1*",
                "o3*",
                "o4*",
                "ft:*",
                "text-embedding-*",
                "tts-*",
                "whisper-*",
                "dall-e-*",
                "*-moderation-*",
                "computer-use-*",
                "davinci-*",
                "babbage-*");
    }

    @Override
    public Set<String> settings() {
        return ProviderSettings.overHttpAnd("auth_header", "include_usage");
    }

    @Override
    public Provider create(ProviderSettings settings, Limits limits) {
        URI baseUrl = settings.baseUrlOr(OPENAI, "OpenAI");
        return new HttpProvider(baseUrl, new OpenAiDialect(baseUrl, settings), settings, limits);
    }
}
