package dev.qlite.provider.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of Gemini's vectors. */
class EmbeddingsTest {
    private static final Json TWO = Json.parse("{\"model\":\"m\",\"input\":[\"a\",\"b\"]}");

    @Test
    void eachTextHasItsVector() {
        Json document = document("[{\"values\":[0.50,-1e-9]},{\"values\":[2]}]");

        assertThat(Tree.of(document.get("data"))).isEqualTo(Tree.of("""
                [{"object":"embedding","index":0,"embedding":[0.50,-1e-9]},
                 {"object":"embedding","index":1,"embedding":[2]}]"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            null                              | embeddings: 0 of them (expected: 2)
            [{"values":[1]}]                  | embeddings: 1 of them (expected: 2)
            [{"values":[1]},{"values":null}]  | embeddings[1].values: no vector (expected: numbers)
            [{"values":[]},{"values":[1]}]    | embeddings[0].values: no vector (expected: numbers)
            [{"values":[1]},{}]               | embeddings[1].values: missing (expected: a value)
            """)
    void aTextWithoutOneIsAnError(String embeddings, String message) {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> document(embeddings))
                .withMessage(message);
    }

    private static Json document(String embeddings) {
        return Embeddings.document(Json.parse("{\"embeddings\":" + embeddings + "}"), TWO, "m");
    }
}
