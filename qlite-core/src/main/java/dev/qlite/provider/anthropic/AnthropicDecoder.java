package dev.qlite.provider.anthropic;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Event;
import dev.qlite.provider.ChunkWriter;
import dev.qlite.provider.StreamDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Claude's events as OpenAI's chunks, each as soon as it says something; {@code message_stop} ends them. */
final class AnthropicDecoder implements StreamDecoder {
    private final Call call;
    private final AskedTools asked;
    private final StreamedAnswer answer;
    private final Map<Integer, StreamedBlock> blocks = new HashMap<>();
    private @Nullable ChunkWriter chunks;
    private boolean begun; // the role was said
    private Json stop = Json.MISSING; // the last word on why it stopped
    private Json usage = Json.MISSING;
    private boolean ended;

    AnthropicDecoder(Call call, AskedTools asked) {
        this.call = call;
        this.asked = asked;
        this.answer = new StreamedAnswer(asked);
    }

    @Override
    public void decode(byte[] data, Consumer<Event> out) {
        if (ended || data.length == 0) {
            return;
        }
        Json event = Json.parse(data);
        Json type = event.require("type");
        switch (type.asString()) {
            case "message_start" -> start(event.get("message"));
            case "content_block_start" -> startBlock(event, out);
            case "content_block_delta" -> {
                StreamedBlock block = block(event);
                if (block != null) {
                    block.add(event.get("delta"), chunks(), out);
                }
            }
            case "content_block_stop" -> {
                StreamedBlock block = block(event);
                if (block != null) {
                    block.end(chunks(), out);
                }
            }
            case "message_delta" -> {
                stop = event.get("delta").get("stop_reason").isString() ? event.get("delta") : stop;
                usage = AnthropicUsage.merged(usage, event.get("usage"));
            }
            case "message_stop" -> finish(out);
            case "error" -> fail(event, out);
            default -> {} // a ping, or what is new
        }
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public boolean mayEnd() {
        return false;
    }

    private void start(Json message) {
        usage = AnthropicUsage.merged(usage, message.get("usage"));
        chunks = new ChunkWriter(
                message.require("id").asString(),
                call.arrival().getEpochSecond(),
                message.require("model").asString());
    }

    private void startBlock(Json event, Consumer<Event> out) {
        Json content = event.get("content_block");
        begin(content.get("type").textEquals("text"), out);
        StreamedBlock block = answer.block(content);
        blocks.put(event.require("index").asInt(), block);
        block.begin(chunks(), out);
    }

    private @Nullable StreamedBlock block(Json event) {
        return blocks.get(event.require("index").asInt());
    }

    private void begin(boolean withText, Consumer<Event> out) {
        if (!begun) {
            begun = true;
            Json role = Json.object()
                    .put("role", "assistant")
                    .put("content", withText ? Json.of("") : Json.NULL)
                    .put("refusal", Json.NULL)
                    .build();
            out.accept(chunks().delta(0, role.toBytes()));
        }
    }

    private void finish(Consumer<Event> out) {
        begin(false, out);
        ended = true;
        Json refusal = StopReason.refusal(stop);
        if (refusal.isString()) {
            out.accept(chunks().text(0, "refusal", refusal));
        }
        String finish = StopReason.finish(stop.get("stop_reason"), asked);
        if (finish != null) {
            out.accept(chunks().finish(0, finish));
        }
        Usage counted = AnthropicUsage.of(usage);
        if (counted != null) {
            out.accept(chunks().usage(counted));
        }
    }

    private static void fail(Json event, Consumer<Event> out) {
        ApiError error = AnthropicErrors.of(event);
        if (error != null) {
            out.accept(Event.of(error.json().toBytes()));
        }
    }

    /** An answer that begins without its beginning has no name of its own. */
    private ChunkWriter chunks() {
        ChunkWriter known = chunks;
        if (known == null) {
            known = new ChunkWriter("msg_" + call.requestId(), call.arrival().getEpochSecond(), call.model());
            chunks = known;
        }
        return known;
    }
}
