package dev.qlite.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Event;
import java.util.Arrays;

/** Writes the chunks of one streamed answer, the same id, time and model in each. Not thread-safe. */
public final class ChunkWriter {
    private static final byte[] DELTA = "\"delta\":".getBytes(UTF_8);
    private static final byte[] FINISH = ",\"finish_reason\":".getBytes(UTF_8);
    private static final byte[] END = "}]}".getBytes(UTF_8);

    private final byte[] envelope;

    /** @param createdSeconds since 1970 */
    public ChunkWriter(String id, long createdSeconds, String model) {
        byte[] whole = Json.object()
                .put("id", id)
                .put("object", "chat.completion.chunk")
                .put("created", createdSeconds)
                .put("model", model)
                .toBytes();
        this.envelope = Arrays.copyOf(whole, whole.length - 1);
    }

    /** A piece of a choice. */
    public Event delta(int choice, byte[] delta) {
        return chunk(choice, delta, "null");
    }

    /**
     * A piece of a choice: one member of its delta, whose text passes as it is written.
     *
     * @param member its name, of letters and underlines
     * @param string a JSON string
     */
    public Event text(int choice, String member, Json string) {
        byte[] name = ("{\"" + member + "\":").getBytes(UTF_8);
        byte[] text = string.toBytes();
        byte[] delta = new byte[name.length + text.length + 1];
        System.arraycopy(name, 0, delta, 0, name.length);
        System.arraycopy(text, 0, delta, name.length, text.length);
        delta[delta.length - 1] = '}';
        return delta(choice, delta);
    }

    /** A piece of a choice that says more than a delta: the whole choice. */
    public Event choice(Json choice) {
        byte[] open = ",\"choices\":[".getBytes(UTF_8);
        return Event.of(join(envelope, open, choice.toBytes(), new byte[] {']', '}'}));
    }

    /** The end of a choice. */
    public Event finish(int choice, String reason) {
        return chunk(choice, new byte[] {'{', '}'}, Json.of(reason).toString());
    }

    /** What the answer took: the last chunk. */
    public Event usage(Usage usage) {
        return Event.of(join(
                envelope,
                ",\"choices\":[],\"usage\":".getBytes(UTF_8),
                usage.json().toBytes(),
                new byte[] {'}'}));
    }

    private Event chunk(int choice, byte[] delta, String finish) {
        byte[] index = (",\"choices\":[{\"index\":" + choice + ",").getBytes(UTF_8);
        return Event.of(join(envelope, index, DELTA, delta, FINISH, finish.getBytes(UTF_8), END));
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
