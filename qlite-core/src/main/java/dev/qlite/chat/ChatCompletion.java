package dev.qlite.chat;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole answer to a {@link ChatRequest}, kept as it came. Immutable. */
public final class ChatCompletion {
    private final Json json;

    private ChatCompletion(Json json) {
        this.json = json;
    }

    public static ChatCompletion of(Json json) {
        return new ChatCompletion(json);
    }

    public static Builder builder(String id, long createdSeconds, String model) {
        return new Builder(Json.object()
                .put("id", id)
                .put("object", "chat.completion")
                .put("created", createdSeconds)
                .put("model", model));
    }

    /** The document as it came. */
    public Json json() {
        return json;
    }

    /** The answer's id; empty if it has none. */
    public String id() {
        Json id = json.get("id");
        return id.isString() ? id.asString() : "";
    }

    /** The model that answered; empty if it is not named. */
    public String model() {
        Json model = json.get("model");
        return model.isString() ? model.asString() : "";
    }

    public List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (Json choice : json.get("choices").elements()) {
            choices.add(new Choice(choice));
        }
        return choices;
    }

    /** The text of the first choice; empty where there is none. */
    public String text() {
        return Message.of(json.get("choices").get(0).get("message")).text();
    }

    public @Nullable Usage usage() {
        return Usage.in(json);
    }

    @Override
    public String toString() {
        return json.toString();
    }

    /** One of the answers that were asked for. */
    public record Choice(Json json) {
        /** The message; empty where the choice has none. */
        public Message message() {
            return Message.of(json.get("message"));
        }

        /** Why the model stopped, or null where it does not say. */
        public @Nullable String finishReason() {
            Json reason = json.get("finish_reason");
            return reason.isString() ? reason.asString() : null;
        }
    }

    /** Builds an answer. Not thread-safe. */
    public static final class Builder {
        private final ObjectBuilder document;
        private final List<Json> choices = new ArrayList<>();
        private @Nullable Usage usage;

        private Builder(ObjectBuilder document) {
            this.document = document;
        }

        /** Appends a choice; its index is its place. */
        public Builder choice(Message message, String finishReason) {
            choices.add(Json.object()
                    .put("index", choices.size())
                    .put("message", message.json())
                    .put("logprobs", Json.NULL)
                    .put("finish_reason", finishReason)
                    .build());
            return this;
        }

        public Builder usage(Usage usage) {
            this.usage = usage;
            return this;
        }

        /** Sets any other member. */
        public Builder put(String name, Json value) {
            document.put(name, value);
            return this;
        }

        public ChatCompletion build() {
            document.put("choices", Json.array(choices));
            if (usage != null) {
                document.put("usage", usage.json());
            }
            return new ChatCompletion(document.build());
        }
    }
}
