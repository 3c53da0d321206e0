package dev.qlite.pipeline;

import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Calls and whole answers for tests. */
public final class Calls {
    private Calls() {}

    /** A plain call. */
    public static Call.Builder plain() {
        return of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    /** A call for a stream. */
    public static Call.Builder streamed() {
        return of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true}");
    }

    /** A call for a stream that ends with its usage. */
    public static Call.Builder streamedWithUsage() {
        return of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true,"
                + "\"stream_options\":{\"include_usage\":true}}");
    }

    public static Call.Builder of(String body) {
        return Call.chat(ChatRequest.of(Json.parse(body)));
    }

    /** A call that has its route. */
    public static Call routed(Call.Builder call, Provider provider) {
        return call.build().withRoute(new Route(provider, "m"));
    }

    public static Call routed(Call.Builder call) {
        return routed(call, new FakeProvider("fake"));
    }

    /** A pipeline whose every call goes to one provider. */
    public static Pipeline pipeline(Provider provider, Stage... stages) {
        Stage[] all = Arrays.copyOf(stages, stages.length + 1);
        System.arraycopy(stages, 0, all, 1, stages.length);
        all[0] = (call, next) -> next.proceed(call.withRoute(new Route(provider, call.model())));
        return Pipeline.of(List.of(all));
    }

    /** A whole answer as a provider gives it. */
    public static Reply.Document document(Call call, String body) {
        return document(call, Json.parse(body));
    }

    public static Reply.Document document(Call call, Json body) {
        Usage usage = Usage.in(body);
        return Reply.Document.of(
                Head.of(Objects.requireNonNull(call.route())).withUsage(usage),
                body,
                Receipt.of(call).withAttempts(1).withUsage(usage));
    }

    /** A good answer of one choice. */
    public static String answer(String text) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":"
                + Chunks.usageObject(2, 3) + "}";
    }
}
