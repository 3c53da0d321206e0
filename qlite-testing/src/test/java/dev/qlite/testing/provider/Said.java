package dev.qlite.testing.provider;

import dev.qlite.testing.Answer;

/** What an upstream that speaks OpenAI's API says in these tests. */
final class Said {
    static final String ROLE = chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    static final String HEL = content("Hel");
    static final String LO = content("lo");
    static final String FINISH = chunk("{}", "\"stop\"");
    static final String USAGE = "{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m-1\","
            + "\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}}";
    static final String DONE = "[DONE]";

    private Said() {}

    /** A document with white space where nobody else would put it. */
    static String document(String text) {
        return "\n {\"id\":\"c-1\", \"object\":\"chat.completion\",\t\"created\":1,\"model\":\"m-1-0613\",\r\n"
                + "\"choices\":[ {\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"} ],"
                + "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}, \"x_new\" : 1.50}\n\n";
    }

    static String chunk(String delta, String finishReason) {
        return "{\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m-1\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}";
    }

    static String content(String text) {
        return chunk("{\"content\":\"" + text + "\"}", "null");
    }

    static String error(String type, String code) {
        return "{\"error\": {\"message\":\"the upstream's own words\",\"type\":\"" + type
                + "\",\"param\":null,\"code\":" + code + "}}";
    }

    /** A whole answer in the way that it was asked for. */
    static Answer whole(Mode mode) {
        return mode == Mode.PLAIN
                ? Answer.json(200, document("Hello"))
                : Answer.sse(ROLE, HEL, LO, FINISH, USAGE, DONE);
    }
}
