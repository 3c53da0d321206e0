package dev.qlite.examples.parrot;

import dev.qlite.chat.ChatCompletion;
import dev.qlite.chat.Message;
import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.Member;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Operation;
import dev.qlite.provider.Dialect;
import dev.qlite.provider.ProviderRequest;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.RequestHeaders;
import dev.qlite.provider.StreamDecoder;
import dev.qlite.provider.Unsupported;
import dev.qlite.transport.Headers;
import dev.qlite.transport.TransportRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parrot's API: {@code POST /say {"words": "…"}} is answered by {@code {"id": "…", "echo": "…"}}. */
final class ParrotDialect implements Dialect {
    private static final Set<String> TAKEN = Set.of("model", "messages", "stream", "stream_options");

    private final URI baseUrl;
    private final ProviderSettings settings;
    private final RequestHeaders headers;

    ParrotDialect(URI baseUrl, ProviderSettings settings) {
        this.baseUrl = baseUrl;
        this.settings = settings;
        this.headers = new RequestHeaders(settings, "Authorization", Headers.empty());
    }

    @Override
    public String fingerprint() {
        return "parrot/1" + settings.translationFingerprint();
    }

    @Override
    public boolean has(Operation operation) {
        return operation.equals(Operation.CHAT);
    }

    @Override
    public ProviderRequest request(Call call) {
        Unsupported unsupported = new Unsupported(settings);
        if (call.body().get("tools").size() > 0) {
            throw unsupported.refusal("tools", "a parrot uses none");
        }
        for (Member member : call.body().members()) {
            if (!TAKEN.contains(member.name())) {
                unsupported.drop(member.name());
            }
        }
        JsonWriter body = new JsonWriter().beginObject();
        body.name("words").value(lastWords(call)).name("stream").value(call.stream());
        body.endObject();
        URI uri = URI.create(baseUrl + "/say");
        return new ProviderRequest(TransportRequest.post(uri, headers.of(call), body.toBytes()), unsupported.dropped());
    }

    @Override
    public Json document(Json answer, Call call) {
        String id = answer.require("id").asString();
        String echo = answer.require("echo").asString();
        return ChatCompletion.builder(id, call.arrival().getEpochSecond(), call.model())
                .choice(Message.assistant(echo), "stop")
                .build()
                .json();
    }

    @Override
    public StreamDecoder decoder(Call call) {
        return new ParrotDecoder(call);
    }

    @Override
    public @Nullable TransportRequest modelsRequest() {
        return null;
    }

    @Override
    public List<Model> models(Json answer) {
        return List.of();
    }

    private static String lastWords(Call call) {
        Json messages = call.body().get("messages");
        return Message.of(messages.get(messages.size() - 1)).text();
    }
}
