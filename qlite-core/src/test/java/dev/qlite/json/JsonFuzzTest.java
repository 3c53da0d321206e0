package dev.qlite.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Compares the parser with {@link JacksonOracle} on generated texts: two seconds in the build, longer with {@code
 * -Dqlite.fuzz.seconds=600}, other texts with {@code -Dqlite.fuzz.seed=7}.
 */
class JsonFuzzTest {
    private static final long SECONDS = Long.getLong("qlite.fuzz.seconds", 2);
    private static final long SEED = Long.getLong("qlite.fuzz.seed", 20_261_101);
    private static final long MOST_TEXTS = System.getProperty("qlite.fuzz.seconds") == null ? 100_000 : Long.MAX_VALUE;

    @Test
    void itAcceptsAndReadsWhatTheOracleDoes() throws IOException {
        TextMutator mutator = new TextMutator(SEED);
        Random random = new Random(SEED);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long texts = 0;
        long accepted = 0;
        while (texts < MOST_TEXTS && System.nanoTime() < end) {
            byte[] text = mutator.next();
            texts++;
            try {
                Json json = parsed(text);
                assertThat(json != null).as("accepted").isEqualTo(JacksonOracle.accepts(text));
                if (json != null) {
                    accepted++;
                    JacksonOracle.assertSameContent(text, json);
                    assertEditsAreWhatAMapDoes(json, random);
                    mutator.keep(text);
                }
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError(
                        "seed " + SEED + ", text " + texts + ": " + Json.of(new String(text, ISO_8859_1)), e);
            }
        }
        System.out.println("JSON fuzz: seed " + SEED + ", " + texts + " texts, " + accepted + " accepted");
        assertThat(accepted).isBetween(1L, texts - 1);
    }

    private static @Nullable Json parsed(byte[] text) {
        try {
            return Json.parse(text);
        } catch (JsonException e) {
            assertThat(e.offset()).isBetween(0, text.length);
            return null;
        }
    }

    private static void assertEditsAreWhatAMapDoes(Json json, Random random) {
        if (!json.isObject()) {
            return;
        }
        Map<String, Json> expected = new LinkedHashMap<>();
        json.members().forEach(member -> expected.put(member.name(), member.value()));
        ObjectBuilder builder = json.toBuilder();
        for (Member member : json.members()) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    builder.remove(member.name());
                    expected.remove(member.name());
                }
                case 1 -> {
                    builder.put(member.name(), json);
                    expected.put(member.name(), json);
                }
                default -> {}
            }
        }
        if (random.nextBoolean()) {
            builder.put("a new one", 1);
            expected.put("a new one", Json.of(1));
        }
        Json edited;
        try {
            edited = builder.build();
        } catch (JsonException e) {
            assertThat(e).hasMessageStartingWith("nested too deeply");
            return;
        }
        Map<String, Json> actual = new LinkedHashMap<>();
        edited.members().forEach(member -> actual.put(member.name(), member.value()));
        assertThat(actual.entrySet().stream().toList())
                .isEqualTo(expected.entrySet().stream().toList());
    }
}
