package dev.qlite.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectBuilderTest {
    private static final String DOCUMENT = "{ \"a\" : 1.50 ,\n \"b\":[ 1e400 ], \"\\u0063\" :\"x\"  }";

    @Test
    void anObjectIsBuiltFromNothing() {
        Json json = Json.object()
                .put("s", "é\n")
                .put("l", 1L)
                .put("d", 0.5)
                .put("b", true)
                .put("j", Json.NULL)
                .put("\"", Json.array(List.of()))
                .build();
        assertThat(json).hasToString("{\"s\":\"é\\n\",\"l\":1,\"d\":0.5,\"b\":true,\"j\":null,\"\\\"\":[]}");
        assertThat(Json.object().build()).hasToString("{}");
    }

    @Test
    void withoutAnEditNothingChanges() {
        Json json = Json.parse(DOCUMENT);
        assertThat(json.toBuilder().build()).isSameAs(json);
        assertThat(json.toBuilder().toBytes()).asString().isEqualTo(DOCUMENT);
        assertThat(json.toBuilder().remove("d").build()).hasToString(DOCUMENT);
    }

    @Test
    void aReplacedValueTakesThePlaceOfTheOld() {
        assertThat(Json.parse(DOCUMENT).toBuilder().put("b", "new").put("c", 7).build())
                .hasToString("{ \"a\" : 1.50 ,\n \"b\":\"new\", \"\\u0063\" :7  }");
    }

    @Test
    void aNewMemberComesBehindTheLast() {
        assertThat(Json.parse(DOCUMENT).toBuilder().put("d", 7).put("e", false).build())
                .hasToString("{ \"a\" : 1.50 ,\n \"b\":[ 1e400 ], \"\\u0063\" :\"x\",\"d\":7,\"e\":false  }");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a     | `{ "b":[ 1e400 ], "\\u0063" :"x"  }`
                    b     | `{ "a" : 1.50, "\\u0063" :"x"  }`
                    c     | `{ "a" : 1.50 ,~ "b":[ 1e400 ]  }`
                    a b   | `{ "\\u0063" :"x"  }`
                    a c   | `{ "b":[ 1e400 ]  }`
                    b c   | `{ "a" : 1.50  }`
                    a b c | `{  }`
                    """)
    void aRemovedMemberGoesWithItsComma(String names, String expected) {
        ObjectBuilder builder = Json.parse(DOCUMENT).toBuilder();
        for (String name : names.split(" ", -1)) {
            builder.remove(name);
        }
        assertThat(builder.build()).hasToString(expected.replace('~', '\n'));
    }

    @Test
    void removedAndPutAgainTakesTheOldPlace() {
        assertThat(Json.parse("{\"a\":1,\"b\":2}").toBuilder()
                        .remove("a")
                        .put("a", 3)
                        .build())
                .hasToString("{\"a\":3,\"b\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{ }", "{\"x\":1}", "{ \"x\" :1 }", "{\"x\":1,\"y\":2}", "{\"y\":2 , \"x\":1}"})
    void whatIsPutIsThereAndWhatIsRemovedIsNot(String text) {
        Json before = Json.parse(text);
        Json after = before.toBuilder().remove("x").put("z", "new").build();
        assertThat(after.get("z").asString()).isEqualTo("new");
        assertThat(after.get("x").isMissing()).isTrue();
        assertThat(after.get("y")).isEqualTo(before.get("y"));
        assertThat(before).hasToString(text);
        assertThat(after.toBuilder().remove("z").put("x", 1).build().get("x").asLong())
                .isEqualTo(1);
    }

    @Test
    void aPartOfADocumentIsEditedAlone() {
        Json part = Json.parse("[0, {\"a\":{\"b\":1}, \"c\":2} ]").get(1);
        assertThat(part.toBuilder().put("a", part.get("a").get("b")).build()).hasToString("{\"a\":1, \"c\":2}");
    }

    @Test
    void nothingThatIsMissingCanBePut() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Json.object().put("a", Json.MISSING))
                .withMessage("a: missing (expected: a JSON value)");
    }
}
