package dev.qlite.servlet.conformance;

import static dev.qlite.servlet.conformance.GenaiUnit.CACHE_READ;
import static dev.qlite.servlet.conformance.GenaiUnit.CACHE_WRITE;
import static dev.qlite.servlet.conformance.GenaiUnit.INPUT;
import static dev.qlite.servlet.conformance.GenaiUnit.OUTPUT;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Why qlite and genai-prices do not say the same, and qlite is right or does not know. */
enum Difference {
    /** The maps from which qlite's list is made have no price for its chats: of most because they are switched off. */
    NOT_IN_THE_LIST {
        @Override
        boolean explains(Comparison each) {
            return each.qlite().isEmpty()
                    && Set.of("o1-mini", "gemini-1.5-flash", "computer-use-preview")
                            .contains(each.model());
        }
    },

    /** It costs half until the end of the year, which the file of August does not know yet. */
    CHEAPER_FOR_A_WHILE {
        @Override
        boolean explains(Comparison each) {
            return each.model().equals("gemini-3.6-flash")
                    && each.agreesAt(Map.of(INPUT, "0.75", CACHE_READ, "0.075", OUTPUT, "3.75"));
        }
    },

    /** The file of August does not know it yet. */
    NEWER_MODEL {
        @Override
        boolean explains(Comparison each) {
            JsonNode prompt = each.answer().path("usageMetadata").path("promptTokenCount");
            return each.genai().isEmpty()
                    && each.model().equals("gemini-embedding-2")
                    && each.isQlites(dollars(prompt, "0.20"));
        }
    },

    /** genai-prices has one price for all that a model of images says: an image's. This one said text. */
    TEXT_OF_A_MODEL_OF_IMAGES {
        @Override
        boolean explains(Comparison each) {
            return each.model().equals("gemini-2.5-flash-image")
                    && each.answer().findValues("modality").stream()
                            .noneMatch(modality -> modality.asText().equals("IMAGE"))
                    && each.agreesAt(Map.of(OUTPUT, "2.5"));
        }
    },

    /** qlite finds a model by its name alone; genai-prices does not know who else serves it, and for how much. */
    SERVED_BY_ANOTHER {
        @Override
        boolean explains(Comparison each) {
            JsonNode usage = each.answer().path("usage");
            return each.genai().isEmpty()
                    && each.exchange().meta().path("served_by").asText().endsWith(".snowflakecomputing.com")
                    && each.model().equals("claude-sonnet-4-6")
                    && each.isQlites(dollars(usage.path("prompt_tokens"), "3")
                            .add(dollars(usage.path("completion_tokens"), "15")));
        }
    },

    /** A tier for which nobody has set a price. */
    UNKNOWN_TIER {
        @Override
        boolean explains(Comparison each) {
            return each.qlite().isEmpty()
                    && each.answer().path("service_tier").asText().equals("provisioned");
        }
    },

    /**
     * OpenRouter says of the same tokens that they were read from the cache and written to it. qlite prices each once, as
     * read; genai-prices refuses to.
     */
    READ_AND_WRITTEN {
        @Override
        boolean explains(Comparison each) {
            return each.genai()
                    .filter(bill -> bill.price().isEmpty())
                    .filter(bill -> bill.count(CACHE_READ) == bill.count(CACHE_WRITE))
                    .map(bill -> bill.counting(CACHE_WRITE, bill.count(INPUT) - bill.count(CACHE_READ)))
                    .flatMap(GenaiBill::price)
                    .filter(each::isQlites)
                    .isPresent();
        }
    };

    abstract boolean explains(Comparison each);

    /** Why they differ; empty if there is no reason. */
    static Optional<Difference> of(Comparison comparison) {
        for (Difference each : values()) {
            if (each.explains(comparison)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }

    private static BigDecimal dollars(JsonNode tokens, String rate) {
        return tokens.decimalValue().multiply(new BigDecimal(rate)).movePointLeft(6);
    }
}
