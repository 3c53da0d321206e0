package dev.qlite.servlet;

import dev.qlite.json.Json;
import dev.qlite.testing.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests, answers and events as they are on the wire. */
final class Chats {
    /** A whole answer, spelled as no writer of qlite would. */
    static final String DOCUMENT = "{ \"id\":\"chatcmpl-1\",\"object\" : \"chat.completion\",\"created\":1700000000,"
            + "\"model\":\"gpt-4o-2024\",\"x_unknown\":1.50,\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"Hall\\u00f6chen world\",\"refusal\":null},\"logprobs\":null,"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";

    static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", null);
    static final String ONE = chunk("{\"content\":\"one \"}", null);
    static final String TWO = chunk("{\"content\":\"two\"}", null);
    static final String FINISH = chunk("{}", "stop");
    static final String USAGE = "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
            + "\"model\":\"gpt-4o-2024\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";
    static final String DONE = "[DONE]";

    private Chats() {}

    /** A request for {@code gpt-4o}. */
    static String plain(String text) {
        return plain("gpt-4o", text);
    }

    static String plain(String model, String text) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    /** The same request, streamed. */
    static String streamed(String text) {
        return streamed("gpt-4o", text);
    }

    static String streamed(String model, String text) {
        return plain(model, text).replaceFirst("\\{", "{\"stream\":true,");
    }

    /** A whole answer as events. */
    static Answer stream() {
        return Answer.sse(ROLE, ONE, TWO, FINISH, USAGE, DONE);
    }

    static Answer document() {
        return Answer.json(200, DOCUMENT);
    }

    /** The bytes of events as the door frames them. */
    static String framed(String... data) {
        StringBuilder framed = new StringBuilder();
        for (String each : data) {
            framed.append("data: ").append(each).append("\n\n");
        }
        return framed.toString();
    }

    /** The data of each event in a body, without comments. */
    static List<String> data(String body) {
        List<String> data = new ArrayList<>();
        for (String line : body.split("\n", -1)) {
            if (line.startsWith("data: ")) {
                data.add(line.substring("data: ".length()));
            }
        }
        return data;
    }

    /** What a client reads out of a stream's deltas. */
    static String text(String body) {
        StringBuilder text = new StringBuilder();
        for (String data : data(body)) {
            if (!data.equals(DONE)) {
                Json content =
                        Json.parse(data).get("choices").get(0).get("delta").get("content");
                text.append(content.isString() ? content.asString() : "");
            }
        }
        return text.toString();
    }

    /** A piece of a tool call: members of it, members of its function, and a piece of its arguments, escaped. */
    static String call(String members, String function, String arguments) {
        return chunk(
                "{\"tool_calls\":[{\"index\":0," + members + "\"function\":{" + function + "\"arguments\":\""
                        + arguments + "\"}}]}",
                null);
    }

    static String chunk(String delta, @Nullable String finish) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\"gpt-4o-2024\",\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":"
                + (finish == null ? "null" : "\"" + finish + "\"") + "}]}";
    }
}
