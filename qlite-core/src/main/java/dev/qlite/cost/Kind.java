package dev.qlite.cost;

import java.util.Locale;

/** What a price is for; all but {@link #REQUEST} are US dollars for a million tokens. */
public enum Kind {
    INPUT,
    OUTPUT,
    /** Prompt tokens that the provider had cached. */
    CACHED,
    /** Prompt tokens that the provider wrote into its cache, for some minutes. */
    CACHE_WRITE,
    /** The same, for an hour. */
    CACHE_WRITE_1H,
    REASONING,
    AUDIO_INPUT,
    AUDIO_OUTPUT,
    IMAGE_INPUT,
    IMAGE_OUTPUT,
    /** US dollars for each request, whatever its tokens. */
    REQUEST;

    private final String key = name().toLowerCase(Locale.ROOT);

    /** How price lists and configurations call it. */
    public String key() {
        return key;
    }
}
