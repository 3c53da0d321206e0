package dev.qlite.pipeline;

/** The chunks of a stream, as text. */
public final class Chunks {
    private static final String ENVELOPE =
            "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",";

    private Chunks() {}

    /** A chunk of the first choice. */
    public static String delta(String delta) {
        return delta(0, delta);
    }

    public static String delta(int index, String delta) {
        return choice("{\"index\":" + index + ",\"delta\":" + delta + ",\"finish_reason\":null}");
    }

    /** The end of the first choice. */
    public static String finish(String reason) {
        return finish(0, reason);
    }

    public static String finish(int index, String reason) {
        return choice("{\"index\":" + index + ",\"delta\":{},\"finish_reason\":\"" + reason + "\"}");
    }

    /** A chunk of any one choice. */
    public static String choice(String choice) {
        return ENVELOPE + "\"choices\":[" + choice + "]}";
    }

    /** A chunk that tells the usage alone. */
    public static String usage(int prompt, int completion) {
        return ENVELOPE + "\"choices\":[],\"usage\":" + usageObject(prompt, completion) + "}";
    }

    public static String usageObject(int prompt, int completion) {
        return "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + completion + ",\"total_tokens\":"
                + (prompt + completion) + "}";
    }
}
