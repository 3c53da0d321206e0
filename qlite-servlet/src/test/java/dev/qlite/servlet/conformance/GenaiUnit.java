package dev.qlite.servlet.conformance;

import dev.qlite.cost.Kind;
import java.util.Arrays;
import java.util.Set;

/** What genai-prices counts. One that says more than another is a part of it: audio in is a part of all that goes in. */
enum GenaiUnit {
    INPUT("input_tokens", "input_mtok", Kind.INPUT, "in"),
    CACHE_READ("cache_read_tokens", "cache_read_mtok", Kind.CACHED, "in read"),
    CACHE_WRITE("cache_write_tokens", "cache_write_mtok", Kind.CACHE_WRITE, "in write"),
    AUDIO_INPUT("input_audio_tokens", "input_audio_mtok", Kind.AUDIO_INPUT, "in audio"),
    /** qlite has no price of its own for it. */
    CACHE_AUDIO_READ("cache_audio_read_tokens", "cache_audio_read_mtok", Kind.CACHED, "in read audio"),
    OUTPUT("output_tokens", "output_mtok", Kind.OUTPUT, "out"),
    AUDIO_OUTPUT("output_audio_tokens", "output_audio_mtok", Kind.AUDIO_OUTPUT, "out audio");

    /** How an extractor calls the count. */
    final String usageKey;
    /** How a model's prices call it. */
    final String priceKey;
    /** What qlite calls it. */
    final Kind kind;

    private final String says;

    GenaiUnit(String usageKey, String priceKey, Kind kind, String says) {
        this.usageKey = usageKey;
        this.priceKey = priceKey;
        this.kind = kind;
        this.says = says;
    }

    static GenaiUnit of(String usageKey) {
        return Arrays.stream(values())
                .filter(unit -> unit.usageKey.equals(usageKey))
                .findFirst()
                .orElseThrow();
    }

    /** How many a count of that unit is worth in what is left for this one: of a part less, of a part's part more again. */
    int shareOf(GenaiUnit other) {
        Set<String> own = words();
        Set<String> others = other.words();
        if (!others.containsAll(own)) {
            return 0;
        }
        return (others.size() - own.size()) % 2 == 0 ? 1 : -1;
    }

    private Set<String> words() {
        return Set.of(says.split(" ", -1));
    }
}
