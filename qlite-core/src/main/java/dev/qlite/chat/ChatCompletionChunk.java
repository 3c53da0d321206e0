package dev.qlite.chat;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One piece of a streamed answer, kept as it came. Immutable. */
public final class ChatCompletionChunk {
    private final Json json;

    private ChatCompletionChunk(Json json) {
        this.json = json;
    }

    public static ChatCompletionChunk of(Json json) {
        return new ChatCompletionChunk(json);
    }

    /** The chunk as it came. */
    public Json json() {
        return json;
    }

    /** The choices that this piece adds to: often one, none in a usage chunk. */
    public List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (Json choice : json.get("choices").elements()) {
            choices.add(new Choice(choice));
        }
        return choices;
    }

    /** The text that this piece adds to the first choice; empty where it adds none. */
    public String text() {
        for (Json choice : json.get("choices").elements()) {
            Json index = choice.get("index");
            Json content = choice.get("delta").get("content");
            if (content.isString() && (!index.isNumber() || index.asDouble() == 0)) {
                return content.asString();
            }
        }
        return "";
    }

    public @Nullable Usage usage() {
        return Usage.in(json);
    }

    /** The error that this piece is, or null where it is none. */
    public @Nullable ApiError error() {
        return ApiError.in(json);
    }

    /** Whether all it says is the usage: {@code choices} is empty and {@code usage} is there. */
    public boolean isUsageOnly() {
        Json choices = json.get("choices");
        return choices.isArray() && choices.size() == 0 && json.get("usage").isObject();
    }

    /** Whether a client learns something from it: a finish reason, or any non-empty delta member but the role. */
    public boolean hasContent() {
        for (Json choice : json.get("choices").elements()) {
            if (choice.get("finish_reason").isString() || hasContent(choice.get("delta"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasContent(Json delta) {
        for (Member member : delta.members()) {
            if (!isEmpty(member.value()) && !member.nameEquals("role")) {
                return true;
            }
        }
        return false;
    }

    private static boolean isEmpty(Json value) {
        return switch (value.kind()) {
            case NULL, MISSING -> true;
            case STRING -> value.textEquals("");
            case ARRAY, OBJECT -> value.size() == 0;
            case NUMBER, BOOLEAN -> false;
        };
    }

    @Override
    public String toString() {
        return json.toString();
    }

    /** What a piece adds to one choice. */
    public record Choice(Json json) {
        /** The choice's number among those asked for; 0 where it is not said. */
        public int index() {
            Json index = json.get("index");
            return index.isNumber() ? (int) index.asDouble() : 0;
        }

        /** What is new; missing where the choice has none. */
        public Json delta() {
            return json.get("delta");
        }

        /** Why the model stopped, or null while it goes on. */
        public @Nullable String finishReason() {
            Json reason = json.get("finish_reason");
            return reason.isString() ? reason.asString() : null;
        }
    }
}
