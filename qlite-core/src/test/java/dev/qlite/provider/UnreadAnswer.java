package dev.qlite.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Answers as they pass unread, and the usage that is to be found in each. */
enum UnreadAnswer {
    RESPONSES_DOCUMENT("1000 10 cached 400 reasoning 5 tier 'flex'", """
            {
              "id": "resp_1",
              "object": "response",
              "output": [{"type": "message", "content": [{"type": "output_text", "text": "H\u00f6rt, \u4f60\u597d"}]}],
              "service_tier": "flex",
              "usage": {
                "input_tokens": 1000,
                "input_tokens_details": {"cached_tokens": 400},
                "output_tokens": 10,
                "output_tokens_details": {"reasoning_tokens": 5},
                "total_tokens": 1010
              },
              "user": null,
              "metadata": {}
            }
            """),
    RESPONSES_STREAM("1000 10 cached 400 reasoning 5 tier 'default'", """
            event: response.created
            data: {"type":"response.created","response":{"id":"resp_1","service_tier":"auto","usage":null}}

            event: response.output_text.delta
            data: {"type":"response.output_text.delta","delta":"its \\"usage\\": {\\"input_tokens\\": 7}"}

            event: response.completed
            data: {"type":"response.completed","response":{"id":"resp_1","service_tier":"default","usage":%s}}

            """.formatted(Usages.RESPONSES)),
    CHAT_DOCUMENT("30 4 cached 20 reasoning 1 tier 'priority'", """
            {"id":"chatcmpl-1","choices":[{"index":0,"message":{"role":"assistant","content":"hi"}}],
            "usage":%s,"service_tier":"priority","system_fingerprint":"fp"}""".formatted(Usages.CHAT)),
    CHAT_STREAM("30 4 cached 20 reasoning 1 tier 'default'", """
            data: {"id":"c","service_tier":"default","choices":[{"delta":{"content":"hi"}}],"usage":null}

            data: {"id":"c","service_tier":"default","choices":[],"usage":%s}

            data: [DONE]

            """.formatted(Usages.CHAT)),
    EMBEDDINGS("8 0 cached 0 reasoning 0 tier ''", """
            {"object":"list","data":[{"embedding":[0.1]}],"usage":{"prompt_tokens":8,"total_tokens":8}}"""),
    MESSAGES_WITH_THE_TIER_IN_THE_USAGE("12 3 cached 0 reasoning 0 tier 'standard'", """
            {"type":"message","usage":{"input_tokens":12,"output_tokens":3,"service_tier":"standard"}}"""),
    NULL_AFTER_A_REAL_ONE("30 4 cached 20 reasoning 1 tier ''", """
            data: {"choices":[],"usage":%s}

            data: {"choices":[],"usage":null}

            """.formatted(Usages.CHAT)),
    THE_LAST_OF_SEVERAL("30 4 cached 20 reasoning 1 tier ''", """
            data: {"usage":{"prompt_tokens":30,"completion_tokens":1}}

            data: {"usage":%s}

            """.formatted(Usages.CHAT)),
    THE_WORD_IN_TEXTS("30 4 cached 20 reasoning 1 tier 'flex'", """
            {"usage":%s,"service_tier":"flex","object":"usage","user":"\\"usage\\":{\\"prompt_tokens\\":1}",
            "a":"service_tier","b":"\\\\","metadata":{"usage":"\\"","usages":"{","c":"\\\\\\"usage\\\\\\""}}""".formatted(Usages.CHAT)),
    TEXTS_WITHIN_THE_USAGE("5 2 cached 0 reasoning 0 tier ''", """
            {"usage" : {"note":"} \\" { \\\\","input_tokens":5,"}":{},"output_tokens":2}}"""),
    WHAT_A_CALLER_CALLED_ITS_METADATA("30 4 cached 20 reasoning 1 tier 'priority'", """
            {"service_tier":"priority","usage":%s,"metadata":{"service_tier":"flex"}}""".formatted(Usages.CHAT)),
    TOOLS_WITH_SUCH_PARAMETERS("30 4 cached 20 reasoning 1 tier 'priority'", """
            {"service_tier":"priority","tools":[%1$s],"usage":%2$s,"more_tools":[%1$s]}""".formatted(
            "{\"properties\":{\"usage\":{\"type\":\"string\"},\"service_tier\":{\"type\":\"string\"}}}", Usages.CHAT)),
    A_TIER_OF_NULL("30 4 cached 20 reasoning 1 tier ''", """
            {"usage":%s,"service_tier":null}""".formatted(Usages.CHAT)),
    A_LONG_ANSWER(
            "1000 10 cached 400 reasoning 5 tier ''",
            "{\"output\":\"" + "say \\\"usage\\\": {".repeat(1_300) + "\",\"usage\":" + Usages.RESPONSES + "}"),
    A_LONG_REST(
            "1000 10 cached 400 reasoning 5 tier ''",
            "{\"usage\":" + Usages.RESPONSES + ",\"instructions\":\"" + "n".repeat(16_000) + "\"}"),
    TOO_LONG_A_REST("none", "{\"usage\":" + Usages.RESPONSES + ",\"tools\":\"" + "n".repeat(17_000) + "\"}"),
    TOO_LONG_A_USAGE("none", "{\"usage\":{\"note\":\"" + "n".repeat(17_000) + "\",\"input_tokens\":5}}"),
    SECONDS("none", "{\"text\":\"hi\",\"usage\":{\"type\":\"duration\",\"seconds\":3}}"),
    NO_USAGE("none", "{\"object\":\"list\",\"data\":[]}"),
    NO_JSON("none", "\"usage\":{]}} \"usage\": {'prompt_tokens': 3} \"usage\":{\"a\":{}"),
    NOTHING("none", "");

    final String usage;
    private final String text;

    /** @param usage what is to be found, in the test's words */
    UnreadAnswer(String usage, String text) {
        this.usage = usage;
        this.text = text;
    }

    byte[] bytes() {
        return text.getBytes(UTF_8);
    }

    /** What the answers tell of tokens. */
    private static final class Usages {
        static final String RESPONSES = "{\"input_tokens\":1000,\"input_tokens_details\":{\"cached_tokens\":400},"
                + "\"output_tokens\":10,\"output_tokens_details\":{\"reasoning_tokens\":5},\"total_tokens\":1010}";
        static final String CHAT = "{\"prompt_tokens\":30,\"completion_tokens\":4,\"total_tokens\":34,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":20},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":1,\"accepted_prediction_tokens\":0}}";
    }
}
