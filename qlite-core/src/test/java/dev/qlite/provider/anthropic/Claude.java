package dev.qlite.provider.anthropic;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.ChatRequest;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.FakeProvider;
import dev.qlite.pipeline.Folds;
import dev.qlite.pipeline.Route;
import dev.qlite.provider.ProviderRequest;
import dev.qlite.provider.ProviderSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The dialect as a test uses it: OpenAI's requests in, OpenAI's answers out. */
final class Claude {
    static final String OLD = "claude-sonnet-4-5";
    static final String NEWEST = "claude-next-9";

    private final AnthropicDialect dialect;
    private final String model;

    private Claude(String model, ProviderSettings.Builder settings) {
        this.model = model;
        this.dialect = new AnthropicDialect(URI.create("http://localhost"), settings.build());
    }

    static Claude model(String model) {
        return new Claude(model, ProviderSettings.named("claude"));
    }

    static Claude refusing(String model) {
        return new Claude(model, ProviderSettings.named("claude").refuseUnsupported());
    }

    static Claude of(String model, ProviderSettings.Builder settings) {
        return new Claude(model, settings);
    }

    /** What is sent for a request of one question with these members. */
    Json sent(String members) {
        return body(request(ask(members)));
    }

    /** What is sent for these messages. */
    Json sentMessages(String messages) {
        return body(request("{\"model\":\"m\",\"messages\":" + messages + "}"));
    }

    List<String> dropped(String members) {
        return request(ask(members)).dropped();
    }

    ProviderRequest request(String body) {
        return dialect.request(call(body));
    }

    /** OpenAI's document of a native one, for a request of one question with these members. */
    Json answer(String members, String answer) {
        return dialect.document(Json.parse(answer), call(ask(members)));
    }

    /** OpenAI's chunks of native events. */
    List<Json> stream(String members, String... events) {
        AnthropicDecoder decoder = (AnthropicDecoder) dialect.decoder(call(ask(members)));
        List<Json> chunks = new ArrayList<>();
        for (String event : events) {
            decoder.decode(event.getBytes(UTF_8), chunk -> chunks.add(Json.parse(chunk.data())));
        }
        return chunks;
    }

    Json folded(String members, String... events) {
        return Folds.fold(stream(members, events));
    }

    private Call call(String body) {
        return Call.chat(ChatRequest.of(Json.parse(body)))
                .build()
                .withRoute(new Route(new FakeProvider("claude"), model));
    }

    private static String ask(String members) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + (members.isEmpty() ? "" : ",")
                + members + "}";
    }

    private static Json body(ProviderRequest request) {
        return Json.parse(request.http().body());
    }
}
