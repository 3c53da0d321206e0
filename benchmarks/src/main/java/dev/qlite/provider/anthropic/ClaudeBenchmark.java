package dev.qlite.provider.anthropic;

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
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One operation translates an answer of Claude's: a document of 1 KB, a stream of 50 events of text, or a call whose
 * arguments come in pieces of 4 bytes. In its package, for the dialect is nobody else's.
 */
public class ClaudeBenchmark extends Timed {
    private static final String WORD =
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\" answer\"}}";

    private final AnthropicDialect dialect = new AnthropicDialect(
            URI.create("http://localhost"), ProviderSettings.named("claude").build());
    private final Provider provider = AnthropicType.withKey("sk-ant");
    private final Call call = Call.chat(ChatRequest.of(
                    Json.parse("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")))
            .build()
            .withRoute(new Route(provider, "claude-sonnet-5"));
    private final byte[] document = document();
    private final List<byte[]> text = text();
    private List<byte[]> arguments = List.of();

    /** How long a call's arguments are. */
    @Param({"65536", "1048576"})
    public int bytes;

    @Setup
    public void fill() {
        arguments = arguments(bytes);
    }

    @Benchmark
    public Json document1Kb() {
        return dialect.document(Json.parse(document), call);
    }

    @Benchmark
    public void fiftyEvents(Blackhole sink) {
        decode(text, sink);
    }

    @Benchmark
    public void argumentsInPieces(Blackhole sink) {
        decode(arguments, sink);
    }

    private void decode(List<byte[]> events, Blackhole sink) {
        StreamDecoder decoder = dialect.decoder(call);
        for (byte[] event : events) {
            decoder.decode(event, sink::consume);
        }
    }

    private static byte[] document() {
        return ("{\"id\":\"msg_01\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-5\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"" + "an answer of some words ".repeat(30)
                        + "\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                        + "\"usage\":{\"input_tokens\":180,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                        + "\"output_tokens\":150,\"service_tier\":\"standard\"}}")
                .getBytes(UTF_8);
    }

    private static List<byte[]> text() {
        List<byte[]> events = new ArrayList<>();
        events.add(start());
        events.add("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"
                .getBytes(UTF_8));
        for (int i = 0; i < 46; i++) {
            events.add(WORD.getBytes(UTF_8));
        }
        events.add("{\"type\":\"content_block_stop\",\"index\":0}".getBytes(UTF_8));
        events.add(
                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":48}}"
                        .getBytes(UTF_8));
        return events;
    }

    private static List<byte[]> arguments(int bytes) {
        List<byte[]> events = new ArrayList<>();
        events.add(start());
        events.add(
                ("{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\","
                                + "\"name\":\"f\",\"input\":{}}}")
                        .getBytes(UTF_8));
        byte[] piece = ("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\","
                        + "\"partial_json\":\"1234\"}}")
                .getBytes(UTF_8);
        for (int i = 0; i < bytes / 4; i++) {
            events.add(piece);
        }
        events.add("{\"type\":\"content_block_stop\",\"index\":0}".getBytes(UTF_8));
        return events;
    }

    private static byte[] start() {
        return ("{\"type\":\"message_start\",\"message\":{\"id\":\"msg_01\",\"model\":\"claude-sonnet-5\","
                        + "\"usage\":{\"input_tokens\":180,\"output_tokens\":1}}}")
                .getBytes(UTF_8);
    }
}
