package dev.qlite.provider.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.benchmarks.micro.Timed;
import dev.qlite.chat.ChatRequest;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Route;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.StreamDecoder;
import java.net.URI;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One operation translates an answer of Gemini's: a document of 1 KB, or a stream of 50 events. In its package, for the
 * dialect is nobody else's.
 */
public class GeminiBenchmark extends Timed {
    private final GoogleDialect dialect = new GoogleDialect(
            URI.create("http://localhost"), ProviderSettings.named("gemini").build());
    private final Provider provider = GoogleType.withKey("AIza");
    private final Call call = Call.chat(ChatRequest.of(
                    Json.parse("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")))
            .build()
            .withRoute(new Route(provider, "gemini-2.5-flash"));
    private final byte[] document = answer("an answer of some words ".repeat(25));
    private final byte[] event = answer(" answer");

    @Benchmark
    public Json document1Kb() {
        return dialect.document(Json.parse(document), call);
    }

    @Benchmark
    public void fiftyEvents(Blackhole sink) {
        StreamDecoder decoder = dialect.decoder(call);
        for (int i = 0; i < 50; i++) {
            decoder.decode(event, sink::consume);
        }
        decoder.end(sink::consume);
    }

    private static byte[] answer(String text) {
        return ("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text
                        + "\"}],\"role\":\"model\"},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{"
                        + "\"promptTokenCount\":180,\"candidatesTokenCount\":48,\"totalTokenCount\":228,"
                        + "\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":180}]},"
                        + "\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"1lpeaMTxIpW1nvgP\"}")
                .getBytes(UTF_8);
    }
}
