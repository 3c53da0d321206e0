package dev.qlite.provider.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.ChatRequest;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.FakeProvider;
import dev.qlite.pipeline.Folds;
import dev.qlite.pipeline.Route;
import dev.qlite.provider.ProviderRequest;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.StreamDecoder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** The dialect as a test uses it: OpenAI's requests in, OpenAI's answers out. */
final class Gemini {
    static final String OLD = "gemini-2.5-flash";

    private final GoogleDialect dialect;
    private final String model;

    private Gemini(String model, ProviderSettings.Builder settings) {
        this.model = model;
        this.dialect = new GoogleDialect(URI.create("http://localhost"), settings.build());
    }

    static Gemini model(String model) {
        return new Gemini(model, ProviderSettings.named("gemini"));
    }

    static Gemini refusing(String model) {
        return new Gemini(model, ProviderSettings.named("gemini").refuseUnsupported());
    }

    Json sent(String members) {
        return body(request(ask(members)));
    }

    Json sentMessages(String messages) {
        return body(request("{\"model\":\"m\",\"messages\":" + messages + "}"));
    }

    List<String> dropped(String members) {
        return request(ask(members)).dropped();
    }

    ProviderRequest request(String body) {
        return dialect.request(call(body));
    }

    Json answer(String members, String answer) {
        return dialect.document(Json.parse(answer), call(ask(members)));
    }

    /** The chunks of events, and of the stream's end if it may end there. */
    List<Json> stream(String members, String... events) {
        StreamDecoder decoder = dialect.decoder(call(ask(members)));
        List<Json> chunks = new ArrayList<>();
        for (String event : events) {
            decoder.decode(event.getBytes(UTF_8), chunk -> chunks.add(Json.parse(chunk.data())));
        }
        if (decoder.mayEnd()) {
            decoder.end(chunk -> chunks.add(Json.parse(chunk.data())));
        }
        return chunks;
    }

    Json folded(String members, String... events) {
        return Folds.fold(stream(members, events));
    }

    private Call call(String body) {
        return Call.chat(ChatRequest.of(Json.parse(body)))
                .build()
                .withRoute(new Route(new FakeProvider("gemini"), model));
    }

    private static String ask(String members) {
        return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]" + (members.isEmpty() ? "" : ",")
                + members + "}";
    }

    private static Json body(ProviderRequest request) {
        return Json.parse(request.http().body());
    }
}
