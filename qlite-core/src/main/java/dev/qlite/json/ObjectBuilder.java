package dev.qlite.json;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds an object, or edits one: every byte that is not edited stays exactly as it came.
 *
 * <p>A replaced value is spliced in at the place of the old one, a removed member goes with its comma and the white space
 * between it and its neighbour, new members are appended behind the last one in the order they were first put. The object
 * the builder came from does not change. Not thread-safe.
 */
public final class ObjectBuilder {
    private final Json base;
    private final Map<String, @Nullable Json> edits = new LinkedHashMap<>(); // a name's new value; null: removed

    ObjectBuilder(Json base) {
        this.base = base;
    }

    /**
     * Gives the member of that name this value; adds it if there is none.
     *
     * @throws IllegalArgumentException if the value is {@link Json#MISSING}
     */
    public ObjectBuilder put(String name, Json value) {
        if (value.isMissing()) {
            throw new IllegalArgumentException(Path.member("", name) + ": missing (expected: a JSON value)");
        }
        edits.put(name, value);
        return this;
    }

    public ObjectBuilder put(String name, String value) {
        return put(name, Json.of(value));
    }

    public ObjectBuilder put(String name, long value) {
        return put(name, Json.of(value));
    }

    /**
     * Gives the member of that name this value; adds it if there is none.
     *
     * @throws IllegalArgumentException if the value is infinite or not a number
     */
    public ObjectBuilder put(String name, double value) {
        return put(name, Json.of(value));
    }

    public ObjectBuilder put(String name, boolean value) {
        return put(name, Json.of(value));
    }

    /** Removes the member of that name, if there is one. */
    public ObjectBuilder remove(String name) {
        edits.remove(name); // one that is put again later is a new member, and comes last
        edits.put(name, null);
        return this;
    }

    /**
     * The object as edited so far.
     *
     * @throws JsonException if it is now nested too deeply
     */
    public Json build() {
        return edits.isEmpty() ? base : Json.parse(toBytes());
    }

    /** The text of the object as edited so far, a new array. */
    public byte[] toBytes() {
        if (edits.isEmpty()) {
            return base.toBytes();
        }
        byte[] source = base.tape().bytes();
        int begin = base.tape().start(base.node());
        int textStart = base.tape().textStart(base.node());
        int end = base.tape().textEnd(base.node());
        Output output = new Output(end - textStart + 64);
        output.append(source, textStart, begin + 1);
        Map<String, @Nullable Json> added = new LinkedHashMap<>(edits);
        boolean first = true;
        int behind = begin + 1; // the end of the member before, at first of the brace
        for (Member member : base.members()) {
            String name = member.name();
            Json value = added.remove(name);
            boolean removed = value == null && edits.containsKey(name);
            if (!removed) {
                if (first) {
                    output.append(
                            source, begin + 1, base.tape().start(base.tape().firstChild(base.node())));
                } else {
                    output.append(source, behind, member.nameStart());
                }
                appendKept(member, value, output);
                first = false;
            }
            behind = member.end();
        }
        appendAdded(added, first, output);
        output.append(source, behind, end);
        return output.toBytes();
    }

    private void appendKept(Member member, @Nullable Json replacement, Output output) {
        byte[] source = base.tape().bytes();
        if (replacement == null) {
            output.append(source, member.nameStart(), member.end());
        } else {
            output.append(source, member.nameStart(), member.valueStart());
            replacement.appendTo(output);
        }
    }

    private static void appendAdded(Map<String, @Nullable Json> added, boolean first, Output output) {
        String comma = first ? "" : ",";
        for (Map.Entry<String, @Nullable Json> member : added.entrySet()) {
            Json value = member.getValue();
            if (value != null) {
                output.append(comma);
                output.quote(member.getKey());
                output.append(':');
                value.appendTo(output);
                comma = ",";
            }
        }
    }
}
