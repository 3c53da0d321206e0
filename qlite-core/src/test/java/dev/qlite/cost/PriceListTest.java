package dev.qlite.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceListTest {
    private static final Usage MILLION = Usage.of(1_000_000, 0);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-4o-with-a-tail",
                "gpt-4o-2026",
                "gpt-4o-1234-56-78",
                "gpt-4oo",
                "gpt-",
                "",
                "claude-haiku-4-5-fast",
                "llama3"
            })
    void aNameThatOnlyBeginsLikeAnotherHasNoPrice(String model) {
        assertThat(PriceList.standard().price(model, MILLION)).isNull();
    }

    @Test
    void aFineTunedModelIsFoundByItsBase() {
        assertThat(PriceList.standard().price("ft:gpt-4o-2024-08-06:acme::abc", MILLION))
                .isEqualByComparingTo("3.75");
    }

    @Test
    void aTierWithoutAPriceIsUnknownAndNotTheStandardOne() {
        assertThat(PriceList.standard().price("gpt-4.1-nano", tier("warp"))).isNull();
        assertThat(PriceList.standard().price("gpt-4.1-nano", tier("auto"))).isNotNull();
    }

    @Test
    void whatGroqCallsOnDemandIsItsStandardTier() {
        PriceList prices = PriceList.builder()
                .model("llama3", Map.of(Kind.INPUT, new BigDecimal("0.05")))
                .build();
        assertThat(prices.price("llama3", tier("on_demand"))).isEqualByComparingTo("0.05");
        assertThat(prices.price("llama3", tier("provisioned"))).isNull();
    }

    @Test
    void aChatIsNeverPricedAsTextsAsVectorsOrAsImages() {
        assertThat(PriceList.standard().price("gemini-1.5-flash", Usage.of(10, 10)))
                .isNull();
        assertThat(PriceList.standard().price("gemini-2.0-flash-exp-image-generation", Usage.of(10, 10)))
                .isNull();
        assertThat(PriceList.standard().price("gemini-embedding-001", MILLION)).isEqualByComparingTo("0.15");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-haiku-20240307, 0.50",
        "claude-3-opus-20240229, 30",
        "claude-4-opus-20250514, 30",
        "claude-opus-4-0, 30",
        "claude-sonnet-4-0, 12",
        "claude-sonnet-4-20250514, 12",
        "claude-haiku-4-5, 2"
    })
    void aWriteForAnHourCostsTwiceTheInput(String model, BigDecimal expected) {
        Usage usage = usage("{\"prompt_tokens\": 1000000, \"prompt_tokens_details\":"
                + " {\"cache_write_tokens\": 1000000, \"cache_write_1h_tokens\": 1000000}}");
        assertThat(PriceList.standard().price(model, usage)).isEqualByComparingTo(expected);
    }

    @Test
    void aPriceChangesOnItsDay() {
        assertThat(at("2026-11-30T23:59:59Z").price("gemini-4-argon", MILLION)).isEqualByComparingTo("2");
        assertThat(at("2026-12-01T00:00:00Z").price("gemini-4-argon", MILLION)).isEqualByComparingTo("4");
    }

    @Test
    void onesOwnPriceComesFirstAndThenTheFile() {
        PriceList prices = PriceList.builder()
                .model("gpt-4o*", Map.of(Kind.INPUT, new BigDecimal("0.10"), Kind.REQUEST, new BigDecimal("0.005")))
                .liteLlm(
                        LiteLlmFile.parse(
                                "{\"gpt-4o\": {\"input_cost_per_token\": 9e-06}, \"gpt-4.1\": {\"input_cost_per_token\": 7e-06}}"))
                .build();
        assertThat(prices.price("gpt-4o", MILLION)).isEqualByComparingTo("0.105");
        assertThat(prices.price("gpt-4.1", MILLION)).isEqualByComparingTo("7");
        assertThat(prices.price("gpt-5", MILLION)).isEqualByComparingTo("1.25");
    }

    @Test
    void outputWithoutAPriceForItIsUnknown() {
        PriceList prices = PriceList.builder()
                .model("local", Map.of(Kind.INPUT, BigDecimal.ONE))
                .build();
        assertThat(prices.price("local", Usage.of(1, 1))).isNull();
    }

    @Test
    void aPriceOfNothingIsNothingAndNotUnknown() {
        PriceList prices = PriceList.builder()
                .model("local", Map.of(Kind.INPUT, BigDecimal.ZERO, Kind.OUTPUT, BigDecimal.ZERO))
                .build();
        assertThat(prices.price("local", Usage.of(5, 5))).isEqualByComparingTo("0");
    }

    @Test
    void aFileOfLiteLlmTellsLongPromptsAndTiers() {
        PriceList prices = PriceList.builder()
                .liteLlm(
                        LiteLlmFile.parse(
                                "{\"sample_spec\": {\"input_cost_per_token\": \"a number\"}, \"gemini/m\": {"
                                        + "\"input_cost_per_token\": 1e-06, \"input_cost_per_token_above_200k_tokens\": 2e-06,"
                                        + "\"input_cost_per_token_priority\": 3e-06, \"input_cost_per_token_above_200k_tokens_priority\": 4e-06}}"))
                .build();
        assertThat(prices.price("m", Usage.of(200_000, 0))).isEqualByComparingTo("0.2");
        assertThat(prices.price("m", Usage.of(200_001, 0))).isEqualByComparingTo("0.400002");
        assertThat(prices.price("m", tier("priority"))).isEqualByComparingTo("4");
    }

    @Test
    void aFileThatIsNoMapIsRefused() {
        assertThatThrownBy(() -> LiteLlmFile.parse("[1]"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: a map of models");
        assertThatThrownBy(() -> LiteLlmFile.parse("{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no valid JSON");
    }

    @Test
    void partsThatAreMoreThanTheWholeAreCountedOnce() {
        Usage usage = usage(
                "{\"prompt_tokens\": 100, \"completion_tokens\": 0, \"prompt_tokens_details\": {\"cached_tokens\": 1000}}");
        assertThat(PriceList.standard().price("gpt-4o", usage)).isEqualByComparingTo("0.000125");
    }

    private static PriceList at(String instant) {
        return PriceList.builder()
                .clock(InstantSource.fixed(Instant.parse(instant)))
                .build();
    }

    private static Usage tier(String tier) {
        return usage("{\"prompt_tokens\": 1000000, \"service_tier\": \"" + tier + "\"}");
    }

    private static Usage usage(String json) {
        return Objects.requireNonNull(
                Usage.in(Json.object().put("usage", Json.parse(json)).build()));
    }
}
