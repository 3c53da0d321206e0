package dev.qlite.json;

import java.io.ByteArrayOutputStream;

/** Strings put together as they were written, escapes and all. Not thread-safe. */
public final class JoinedString {
    private final ByteArrayOutputStream escaped = new ByteArrayOutputStream();

    /** Adds a string. */
    public JoinedString add(Json string) {
        byte[] quoted = string.toBytes();
        return add(quoted, 1, quoted.length - 2);
    }

    /** Adds a piece of a string, without quotes, whose form the caller vouches for. */
    public JoinedString add(byte[] bytes, int from, int length) {
        escaped.write(bytes, from, length);
        return this;
    }

    public boolean isEmpty() {
        return escaped.size() == 0;
    }

    /** All of them as one string. */
    public Json toJson() {
        byte[] text = escaped.toByteArray();
        byte[] quoted = new byte[text.length + 2];
        quoted[0] = '"';
        System.arraycopy(text, 0, quoted, 1, text.length);
        quoted[quoted.length - 1] = '"';
        return Json.parse(quoted);
    }
}
