package dev.qlite.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.pipeline.Dollars;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real models and shapes of usage, each with its arithmetic written out: {@code expected.txt}. */
class PriceTableTest {
    private static final PriceList PRICES = PriceList.builder()
            .clock(InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z")))
            .build();

    static List<String> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(PriceTableTest.class.getResourceAsStream("expected.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void anAnswerCostsWhatTheArithmeticSays(String row) {
        String[] columns = row.split(" \\| ", -1);
        BigDecimal price = Objects.requireNonNull(PRICES.price(columns[0], usage(columns[2], columns[1])), "unknown");
        assertThat(Dollars.text(price)).isEqualTo(columns[4]);
        assertThat(price).isEqualByComparingTo(computed(columns[3]));
    }

    @Test
    void theTableHasSixtyRowsAndMore() throws IOException {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(60).doesNotHaveDuplicates();
    }

    private static BigDecimal computed(String arithmetic) {
        return Arrays.stream(arithmetic.split(" \\+ ", -1))
                .map(term -> term.split("\\*", -1))
                .map(term -> new BigDecimal(term[0]).multiply(new BigDecimal(term[1])))
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .scaleByPowerOfTen(-6);
    }

    private static Usage usage(String counts, String tier) {
        Map<String, Long> said = new HashMap<>();
        for (String count : counts.split(" ", -1)) {
            int equals = count.indexOf('=');
            said.put(count.substring(0, equals), Long.parseLong(count.substring(equals + 1)));
        }
        ObjectBuilder prompt = Json.object();
        put(said, "cached", "cached_tokens", prompt);
        put(said, "write", "cache_write_tokens", prompt);
        put(said, "hour", "cache_write_1h_tokens", prompt);
        put(said, "audio", "audio_tokens", prompt);
        ObjectBuilder completion = Json.object();
        put(said, "reasoning", "reasoning_tokens", completion);
        Json usage = Json.object()
                .put("prompt_tokens", said.getOrDefault("prompt", 0L))
                .put("completion_tokens", said.getOrDefault("completion", 0L))
                .put("prompt_tokens_details", prompt.build())
                .put("completion_tokens_details", completion.build())
                .put("service_tier", tier)
                .build();
        return Objects.requireNonNull(Usage.in(Json.object().put("usage", usage).build()));
    }

    private static void put(Map<String, Long> said, String name, String member, ObjectBuilder into) {
        Long count = said.get(name);
        if (count != null) {
            into.put(member, count);
        }
    }
}
