package dev.qlite.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Requests and answers in the form of OpenAI's, the same at every run. */
final class Samples {
    /** Chunks of an answer: what a short paragraph comes in. */
    private static final int EVENTS = 50;

    private static final String[] WORDS = {
        "the", "of", "a", "cache", "gateway", "answer", "question", "to", "which", "model", "before", "\"quoted\"",
        "café", "and", "in", "latency", "does", "measure", "is", "small", "–", "stream", "that", "line\n",
    };

    private static final String TOOL = """
            {"type":"function","function":{"name":"look_up","description":"Looks a word up in the glossary.",\
            "parameters":{"type":"object","properties":{"word":{"type":"string"},"limit":{"type":"integer"}},\
            "required":["word"],"additionalProperties":false},"strict":true}}""";

    private Samples() {}

    /** A conversation with one tool, of so many bytes or up to a message more. */
    static byte[] request(int bytes, boolean stream) {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("{\"model\":\"gpt-4o-mini\",\"temperature\":0.2,\"stream\":" + stream
                + ",\"tools\":[" + TOOL + "],\"messages\":[{\"role\":\"system\",\"content\":\"You are helpful.\"}");
        for (int i = 0; text.length() < bytes; i++) {
            text.append(",{\"role\":\"").append(i % 2 == 0 ? "user" : "assistant");
            int room = (bytes - text.length()) / 7;
            String content = words(random, Math.max(1, Math.min(room, 150)));
            text.append("\",\"content\":").append(Json.of(content)).append('}');
        }
        return text.append("]}").toString().getBytes(UTF_8);
    }

    /** The data of a streamed answer's events: the role, a word each, the finish, the usage. */
    static List<byte[]> events() {
        Random random = new Random(2);
        List<byte[]> events = new ArrayList<>();
        events.add(chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
        while (events.size() < EVENTS - 2) {
            events.add(chunk("{\"content\":" + Json.of(" " + words(random, 1)) + "}", "null"));
        }
        events.add(chunk("{}", "\"stop\""));
        events.add(event("[]", "{\"prompt_tokens\":180,\"completion_tokens\":48,\"total_tokens\":228}"));
        return events;
    }

    /** A plain answer of so many bytes or a few more. */
    static String document(int bytes) {
        String begin = "{\"id\":\"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT\",\"object\":\"chat.completion\","
                + "\"created\":1760000000,\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"message\":{"
                + "\"role\":\"assistant\",\"content\":";
        String end = ",\"refusal\":null,\"annotations\":[]},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{"
                + "\"prompt_tokens\":180,\"completion_tokens\":48,\"total_tokens\":228}}";
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        while (begin.length() + text.length() + end.length() < bytes) {
            text.append(words(random, 1)).append(' ');
        }
        return begin + Json.of(text.toString()) + end;
    }

    private static byte[] chunk(String delta, String finish) {
        String choice = "{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish + "}";
        return event("[" + choice + "]", "null");
    }

    private static byte[] event(String choices, String usage) {
        return ("{\"id\":\"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT\",\"object\":\"chat.completion.chunk\","
                        + "\"created\":1760000000,\"model\":\"gpt-4o-mini\",\"system_fingerprint\":\"fp_44709d6fcb\","
                        + "\"choices\":" + choices + ",\"usage\":" + usage + "}")
                .getBytes(UTF_8);
    }

    private static String words(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
