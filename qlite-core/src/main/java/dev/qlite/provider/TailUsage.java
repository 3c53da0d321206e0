package dev.qlite.provider;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.json.ObjectBuilder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds the usage of an answer that passes unread: the last object of that name in its tail, whether it is a document or
 * events. Only the tail is kept, and nothing of it but the usage is parsed. Not thread-safe.
 *
 * <p>A quote inside a JSON text is escaped, so what is between two bare quotes before a colon is a name.
 */
final class TailUsage {
    private static final int TAIL = 16 << 10;
    private static final byte[] USAGE = "\"usage\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIER = "\"service_tier\"".getBytes(StandardCharsets.US_ASCII);

    private byte[] kept = new byte[0];
    private int length;

    /** Takes the next bytes of the answer; the buffer stays as it is. */
    void add(ByteBuffer piece) {
        int count = Math.min(piece.remaining(), TAIL);
        if (length + count > kept.length) {
            int room = Math.max(0, Math.min(length, TAIL - count));
            byte[] next = kept.length == 2 * TAIL ? kept : new byte[Math.min(2 * TAIL, 4 * (length + count))];
            if (length + count > next.length) {
                System.arraycopy(kept, length - room, next, 0, room);
                length = room;
            } else {
                System.arraycopy(kept, 0, next, 0, length);
            }
            kept = next;
        }
        piece.duplicate().position(piece.limit() - count).get(kept, length, count);
        length += count;
    }

    /** The usage in OpenAI's chat form, or null where none is told in tokens. */
    @Nullable
    Usage find() {
        dropAllButTheTail();
        for (int at = lastIndexOf(USAGE, length); at >= 0; at = lastIndexOf(USAGE, at)) {
            int value = valueAt(at + USAGE.length);
            int end = value < length && kept[value] == '{' ? objectEnd(value) : -1;
            Usage usage = end < 0 ? null : usage(Arrays.copyOfRange(kept, value, end), tierBeside(at));
            if (usage != null) {
                return usage;
            }
        }
        return null;
    }

    /** More may have been kept, as the pieces came: what is found must not depend on them. */
    private void dropAllButTheTail() {
        if (length > TAIL) {
            System.arraycopy(kept, length - TAIL, kept, 0, TAIL);
            length = TAIL;
        }
    }

    private static @Nullable Usage usage(byte[] object, String tier) {
        Json usage;
        try {
            usage = Json.parse(object);
        } catch (JsonException e) {
            return null; // the tail of something else
        }
        boolean responses = usage.get("input_tokens").isNumber();
        Json prompt = usage.get(responses ? "input_tokens" : "prompt_tokens");
        if (!prompt.isNumber()) {
            return null;
        }
        ObjectBuilder chat = usage.toBuilder().put("prompt_tokens", prompt);
        move(usage, responses ? "output_tokens" : "completion_tokens", "completion_tokens", chat);
        move(usage, "input_tokens_details", "prompt_tokens_details", chat);
        move(usage, "input_token_details", "prompt_tokens_details", chat);
        move(usage, "output_tokens_details", "completion_tokens_details", chat);
        if (!tier.isEmpty()) {
            chat.put("service_tier", tier);
        }
        return Usage.in(Json.object().put("usage", chat.build()).build());
    }

    private static void move(Json usage, String from, String to, ObjectBuilder into) {
        if (!usage.get(from).isMissing()) {
            into.put(to, usage.get(from));
        }
    }

    /** The tier that the object with a usage tells; none of a tool's, or of what a caller calls its metadata. */
    private String tierBeside(int usage) {
        for (int at = lastIndexOf(TIER, length); at >= 0; at = lastIndexOf(TIER, at)) {
            int value = valueAt(at + TIER.length);
            if (value < length && kept[value] == '"' && areBeside(Math.min(at, usage), Math.max(at, usage))) {
                int end = value + 1;
                while (end < length && kept[end] != '"') {
                    end++;
                }
                return new String(kept, value + 1, end - value - 1, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** Whether two names are members of one object. */
    private boolean areBeside(int name, int later) {
        int depth = 0;
        boolean text = false;
        for (int i = name; i < later && depth >= 0; i++) {
            byte b = kept[i];
            if (text) {
                i += b == '\\' ? 1 : 0;
                text = b != '"';
            } else if (b == '"') {
                text = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
            }
        }
        return depth == 0;
    }

    /** Where a name's value begins; the end where no colon follows. */
    private int valueAt(int after) {
        int at = space(after);
        return at < length && kept[at] == ':' ? space(at + 1) : length;
    }

    private int space(int from) {
        int at = from;
        while (at < length && kept[at] >= 0 && kept[at] <= ' ') {
            at++;
        }
        return at;
    }

    /** Behind the brace that closes an object; -1 if that is not there. */
    private int objectEnd(int from) {
        int depth = 0;
        boolean text = false;
        for (int i = from; i < length; i++) {
            byte b = kept[i];
            if (text) {
                i += b == '\\' ? 1 : 0;
                text = b != '"';
            } else if (b == '"') {
                text = true;
            } else if (b == '{') {
                depth++;
            } else if (b == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private int lastIndexOf(byte[] name, int before) {
        for (int at = before - name.length; at >= 0; at--) {
            if (kept[at] == '"'
                    && (at == 0 || kept[at - 1] != '\\')
                    && Arrays.equals(kept, at, at + name.length, name, 0, name.length)) {
                return at;
            }
        }
        return -1;
    }
}
