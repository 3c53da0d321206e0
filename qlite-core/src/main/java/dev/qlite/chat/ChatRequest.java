package dev.qlite.chat;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * What a client asks of {@code POST /v1/chat/completions}, kept as it came. Immutable.
 *
 * <p>Only what qlite itself needs is checked: {@code model}, {@code messages}, {@code stream} and
 * {@code stream_options}. Every other field, known or unknown, is the upstream's to judge.
 */
public final class ChatRequest {
    private final Json json;

    private ChatRequest(Json json) {
        this.json = json;
    }

    /**
     * A view of the body.
     *
     * @throws InvalidRequestException if it is no object or a field that qlite needs is missing or ill-typed
     */
    public static ChatRequest of(Json body) {
        if (!body.isObject()) {
            throw new InvalidRequestException(400, "body: not an object (expected: a JSON object)", null, null);
        }
        requireModel(body.get("model"));
        requireMessages(body.get("messages"));
        Json stream = body.get("stream");
        if (!stream.isMissing() && !stream.isNull() && stream.kind() != Json.Kind.BOOLEAN) {
            throw InvalidRequestException.field("stream", "not a boolean (expected: true or false)");
        }
        Json options = body.get("stream_options");
        if (!options.isMissing() && !options.isNull() && !options.isObject()) {
            throw InvalidRequestException.field("stream_options", "not an object (expected: an object or null)");
        }
        return new ChatRequest(body);
    }

    public static Builder builder() {
        return new Builder(Json.object(), List.of());
    }

    /** The body as it came. */
    public Json json() {
        return json;
    }

    /** The model that the client names: perhaps an alias. */
    public String model() {
        return json.get("model").asString();
    }

    public List<Message> messages() {
        List<Message> messages = new ArrayList<>();
        for (Json message : json.get("messages").elements()) {
            messages.add(Message.of(message));
        }
        return messages;
    }

    /** Whether the client wants events rather than one document. */
    public boolean stream() {
        return json.get("stream").isTrue();
    }

    /** Whether the client asks for a last chunk that tells the usage. */
    public boolean includeUsage() {
        return json.get("stream_options").get("include_usage").isTrue();
    }

    /** An editor that keeps what it is not told to change. */
    public Builder toBuilder() {
        return new Builder(json.toBuilder(), messages());
    }

    @Override
    public String toString() {
        return json.toString();
    }

    private static void requireModel(Json model) {
        if (model.isMissing()) {
            throw InvalidRequestException.missing("model", "the name of a model");
        }
        if (!model.isString() || model.textEquals("")) {
            throw InvalidRequestException.field("model", "not a name (expected: a non-empty string)");
        }
    }

    private static void requireMessages(Json messages) {
        if (messages.isMissing()) {
            throw InvalidRequestException.missing("messages", "an array of messages");
        }
        if (!messages.isArray() || messages.size() == 0) {
            throw InvalidRequestException.field("messages", "no messages (expected: a non-empty array)");
        }
        int index = 0;
        for (Json message : messages.elements()) {
            if (!message.isObject()) {
                throw InvalidRequestException.field("messages[" + index + "]", "not an object (expected: a message)");
            }
            index++;
        }
    }

    /** Builds or edits a request. Not thread-safe. */
    public static final class Builder {
        private final ObjectBuilder body;
        private final List<Message> messages;
        private boolean messagesChanged;

        private Builder(ObjectBuilder body, List<Message> messages) {
            this.body = body;
            this.messages = new ArrayList<>(messages);
        }

        public Builder model(String model) {
            body.put("model", model);
            return this;
        }

        /** Appends a message. */
        public Builder message(Message message) {
            messages.add(message);
            messagesChanged = true;
            return this;
        }

        public Builder system(String text) {
            return message(Message.system(text));
        }

        public Builder user(String text) {
            return message(Message.user(text));
        }

        public Builder stream(boolean stream) {
            body.put("stream", stream);
            return this;
        }

        public Builder temperature(double temperature) {
            body.put("temperature", Json.of(temperature));
            return this;
        }

        /** Sets any field of the API, known to qlite or not. */
        public Builder put(String field, Json value) {
            if (field.equals("messages")) {
                messages.clear();
                value.elements().forEach(message -> messages.add(Message.of(message)));
                messagesChanged = false;
            }
            body.put(field, value);
            return this;
        }

        /**
         * The request.
         *
         * @throws InvalidRequestException if a field that qlite needs is missing or ill-typed
         */
        public ChatRequest build() {
            if (messagesChanged) {
                body.put(
                        "messages",
                        Json.array(messages.stream().map(Message::json).toList()));
            }
            return of(body.build());
        }
    }
}
