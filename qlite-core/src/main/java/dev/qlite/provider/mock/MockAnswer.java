package dev.qlite.provider.mock;

import dev.qlite.chat.ChatCompletion;
import dev.qlite.chat.Message;
import dev.qlite.chat.ToolCall;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import java.util.List;

/** What the mock says: made of the request alone, so that the same request gets the same answer. */
record MockAnswer(Json document, Usage usage) {
    private static final long CREATED = 1_700_000_000L;
    private static final int QUOTED = 200;

    static MockAnswer to(Json request, String model, boolean callTools) {
        Json messages = request.get("messages");
        String id = "chatcmpl-mock-" + Integer.toHexString(messages.hashCode());
        Json tool = callTools ? request.get("tools").get(0).get("function").get("name") : Json.MISSING;
        Usage usage;
        ChatCompletion.Builder answer = ChatCompletion.builder(id, CREATED, model);
        if (tool.isString()) {
            ToolCall call = ToolCall.function("call_mock_0", tool.asString(), "{}");
            Json message = Json.object()
                    .put("role", "assistant")
                    .put("content", Json.NULL)
                    .put("tool_calls", Json.array(List.of(call.json())))
                    .build();
            usage = Usage.of(words(messages), 1);
            answer.choice(Message.of(message), "tool_calls");
        } else {
            String text = "This is the mock's answer to: " + lastText(messages);
            usage = Usage.of(words(messages), words(text));
            answer.choice(Message.assistant(text), "stop");
        }
        return new MockAnswer(answer.usage(usage).build().json(), usage);
    }

    private static String lastText(Json messages) {
        String text = Message.of(messages.get(messages.size() - 1)).text().strip();
        if (text.length() <= QUOTED) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(QUOTED - 1)) ? QUOTED - 1 : QUOTED;
        return text.substring(0, end) + "…";
    }

    private static long words(Json messages) {
        long words = 0;
        for (Json message : messages.elements()) {
            words += words(Message.of(message).text());
        }
        return words;
    }

    private static long words(String text) {
        long words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
        return words;
    }
}
