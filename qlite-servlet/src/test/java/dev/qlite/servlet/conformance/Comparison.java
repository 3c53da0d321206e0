package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What two say that an answer costs.
 *
 * @param model that was asked for
 * @param answer the provider's
 * @param qlite in US dollars; empty where it does not know
 * @param genai what genai-prices makes of it; empty where it does not know
 */
record Comparison(
        Paid kind,
        Exchange exchange,
        String model,
        JsonNode answer,
        Optional<BigDecimal> qlite,
        Optional<GenaiBill> genai) {
    /** Whether there is something to compare. */
    boolean isKnown() {
        return qlite.isPresent() || genai.isPresent();
    }

    boolean agrees() {
        return genai.flatMap(GenaiBill::price).filter(this::isQlites).isPresent();
    }

    /** Whether they would agree if genai-prices had these rates. */
    boolean agreesAt(Map<GenaiUnit, String> rates) {
        return genai.map(bill -> bill.at(rates))
                .flatMap(GenaiBill::price)
                .filter(this::isQlites)
                .isPresent();
    }

    boolean isQlites(BigDecimal dollars) {
        return qlite.filter(cost -> cost.compareTo(dollars) == 0).isPresent();
    }

    @Override
    public String toString() {
        String said = qlite.map(BigDecimal::toPlainString).orElse("unknown");
        String expected =
                genai.flatMap(GenaiBill::price).map(BigDecimal::toPlainString).orElse("unknown");
        return exchange + ", " + model + ": " + said + " (expected: " + expected + " of "
                + genai.map(GenaiBill::toString).orElse("nothing") + ")";
    }
}
