package dev.qlite.tokens;

import com.knuddels.jtokkit.api.Encoding;

/** Counts the tokens of texts: of the first 64 Ki characters together; what follows is taken for alike. Not thread-safe. */
final class Counter {
    private static final int MOST = 64 << 10;

    private final Encoding encoding;
    private int counted; // characters
    private long all;
    private long tokens;
    private long frames;

    Counter(Encoding encoding) {
        this.encoding = encoding;
    }

    /** So many tokens beside all text. */
    void frame(int tokens) {
        frames += tokens;
    }

    void add(String text) {
        String part = text.length() <= MOST - counted ? text : beginning(text, MOST - counted);
        tokens += encoding.countTokensOrdinary(part); // what looks like a control token is text
        counted += part.length();
        all += text.length();
    }

    long tokens() {
        return frames + (all == counted ? tokens : Math.round(tokens * (all / (double) counted)));
    }

    private static String beginning(String text, int length) {
        boolean splits = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
        return text.substring(0, splits ? length - 1 : length);
    }
}
