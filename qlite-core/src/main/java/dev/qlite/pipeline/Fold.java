package dev.qlite.pipeline;

import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.json.JoinedString;
import dev.qlite.json.Json;
import dev.qlite.json.JsonWriter;
import dev.qlite.json.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts the chunks of a streamed answer together into the document that a plain call would have got. Not thread-safe.
 *
 * <p>The rule: inside {@code delta}, strings are joined and arrays merged ({@link Merged}); members of a choice and of
 * the chunk itself are replaced, for some servers repeat them; null replaces nothing. The pieces of {@code logprobs}
 * are joined too: each chunk has those of its own tokens.
 */
public final class Fold {
    private final Map<String, Json> members = new LinkedHashMap<>();
    private final Map<Integer, Choice> choices = new TreeMap<>();
    private final RepeatedChunk repeated = new RepeatedChunk();
    private @Nullable JoinedString growing; // what a repeated chunk adds to

    /** Adds the next chunk. */
    public void add(Event event) {
        JoinedString same = growing;
        int length = same == null ? -1 : repeated.textLength(event.data());
        if (same != null && length >= 0) {
            same.add(event.data(), repeated.textStart(), length);
            return;
        }
        addWhole(event.chunk());
        String text = repeated.learn(event);
        growing = text == null
                ? null
                : choice(event.chunk().json().get("choices").get(0)).message.text(text);
    }

    private void addWhole(ChatCompletionChunk chunk) {
        for (Member member : chunk.json().members()) {
            String name = member.name();
            switch (name) {
                case "choices" -> member.value().elements().forEach(this::addChoice);
                case "object", Event.PADDING -> {}
                default -> replace(members, name, member.value());
            }
        }
    }

    /** What all of them come to. */
    public Json toDocument() {
        JsonWriter out = new JsonWriter();
        out.beginObject();
        writeMember(out, "id");
        out.name("object").value("chat.completion");
        members.forEach((name, value) -> {
            if (!name.equals("usage")) {
                out.name(name).value(value);
            }
        });
        out.name("choices").beginArray();
        choices.values().forEach(choice -> choice.writeTo(out));
        out.endArray();
        writeMember(out, "usage");
        out.endObject();
        return Json.parse(out.toBytes());
    }

    private void writeMember(JsonWriter out, String name) {
        Json value = members.remove(name);
        if (value != null && !value.isNull()) {
            out.name(name).value(value);
        }
    }

    private void addChoice(Json choice) {
        choice(choice).add(choice);
    }

    private Choice choice(Json piece) {
        return choices.computeIfAbsent(new ChatCompletionChunk.Choice(piece).index(), Choice::new);
    }

    private static void replace(Map<String, Json> members, String name, Json value) {
        if (!value.isNull() || !members.containsKey(name)) {
            members.put(name, value);
        }
    }

    /** One choice while it grows. */
    private static final class Choice {
        private final int index;
        private final Merged.Members message = new Merged.Members();
        private final Map<String, Json> members = new LinkedHashMap<>();
        private Merged.@Nullable Members logprobs;

        Choice(int index) {
            this.index = index;
        }

        void add(Json choice) {
            for (Member member : choice.members()) {
                String name = member.name();
                Json value = member.value();
                if (name.equals("delta")) {
                    message.add(value);
                } else if (name.equals("logprobs") && value.isObject()) {
                    logprobs = logprobs == null ? new Merged.Members() : logprobs;
                    logprobs.add(value);
                } else if (!name.equals("index")) {
                    replace(members, name, value);
                }
            }
        }

        /** A strict client checks that these are there: role, content, logprobs, finish_reason. */
        void writeTo(JsonWriter out) {
            message.addDefault("role", Json.of("assistant"));
            message.addDefault("content", Json.NULL);
            members.putIfAbsent("logprobs", Json.NULL);
            members.putIfAbsent("finish_reason", Json.NULL);
            out.beginObject();
            out.name("index").value(index);
            out.name("message");
            message.writeTo(out);
            members.forEach((name, value) -> {
                out.name(name);
                if (name.equals("logprobs") && logprobs != null) {
                    logprobs.writeTo(out);
                } else {
                    out.value(value);
                }
            });
            out.endObject();
        }
    }
}
