package dev.qlite.provider.openai;

import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.HttpProvider;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import dev.qlite.provider.UpstreamTransport;
import dev.qlite.transport.Transport;
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
        return Set.of(
                "base_url",
                "api_key",
                "auth",
                "auth_header",
                "headers",
                "answer_headers",
                "proxy",
                "ca_file",
                "include_usage",
                "max_connections",
                "timeouts");
    }

    @Override
    public Provider create(ProviderSettings settings, Limits limits) {
        URI baseUrl = settings.baseUrl() == null ? OPENAI : settings.baseUrl();
        if (settings.apiKey() == null && !settings.callersKey() && baseUrl.equals(OPENAI)) {
            throw new IllegalArgumentException(
                    "api_key: missing (expected: OpenAI's key, auth: client, or a base_url that needs none)");
        }
        OpenAiDialect dialect = new OpenAiDialect(baseUrl, settings);
        Transport transport = UpstreamTransport.of(settings);
        return new HttpProvider(settings.name(), baseUrl.toString(), dialect, transport, settings.timeouts(), limits);
    }
}
