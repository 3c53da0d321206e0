package dev.qlite.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReadTest {
    private static final Json REQUEST = Json.parse("""
            {"model": "m", "messages": [{"role": "user"}, {"role": "user", "content": 7}],
             "x.y": {"\\u0061b": [ ]}, "n": null, "t": true, "f": false}""");

    @Test
    void membersAndElementsAreFound() {
        assertThat(REQUEST.get("model").asString()).isEqualTo("m");
        assertThat(REQUEST.get("messages").get(1).get("content").asInt()).isEqualTo(7);
        assertThat(REQUEST.get("x.y").get("ab").isArray()).isTrue();
        assertThat(REQUEST.get("t").asBoolean()).isTrue();
        assertThat(REQUEST.get("f").asBoolean()).isFalse();
        assertThat(REQUEST.get("messages").size()).isEqualTo(2);
        assertThat(REQUEST.size()).isEqualTo(6);
        assertThat(REQUEST.get("model").size()).isZero();
    }

    @Test
    void whatIsNotThereIsMissing() {
        assertThat(REQUEST.get("mode")).isSameAs(Json.MISSING);
        assertThat(REQUEST.get("model ")).isSameAs(Json.MISSING);
        assertThat(REQUEST.get("role")).isSameAs(Json.MISSING);
        assertThat(REQUEST.get("messages").get(2)).isSameAs(Json.MISSING);
        assertThat(REQUEST.get("messages").get(-1)).isSameAs(Json.MISSING);
        assertThat(REQUEST.get(0)).isSameAs(Json.MISSING);
        assertThat(REQUEST.get("messages").get("0")).isSameAs(Json.MISSING);
        assertThat(Json.MISSING.get("a").get(0)).isSameAs(Json.MISSING);
        assertThat(Json.MISSING.kind()).isEqualTo(Json.Kind.MISSING);
        assertThat(Json.MISSING.toBytes()).isEmpty();
        assertThat(Json.MISSING.elements()).isEmpty();
        assertThat(REQUEST.get("n").isMissing()).isFalse();
        assertThat(REQUEST.get("n").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "{}, OBJECT",
        "[], ARRAY",
        "'\"\"', STRING",
        "0, NUMBER",
        "-1, NUMBER",
        "true, BOOLEAN",
        "false, BOOLEAN",
        "null, NULL"
    })
    void everyValueHasItsKind(String text, Json.Kind kind) {
        Json json = Json.parse(text);
        assertThat(json.kind()).isEqualTo(kind);
        assertThat(json.isObject()).isEqualTo(kind == Json.Kind.OBJECT);
        assertThat(json.isArray()).isEqualTo(kind == Json.Kind.ARRAY);
        assertThat(json.isString()).isEqualTo(kind == Json.Kind.STRING);
        assertThat(json.isNumber()).isEqualTo(kind == Json.Kind.NUMBER);
        assertThat(json.isBoolean()).isEqualTo(kind == Json.Kind.BOOLEAN);
        assertThat(json.isNull()).isEqualTo(kind == Json.Kind.NULL);
        assertThat(json.isMissing()).isFalse();
    }

    @Test
    void childrenComeInTheOrderOfTheText() {
        List<String> names = new ArrayList<>();
        REQUEST.members()
                .forEach(
                        member -> names.add(member.name() + "=" + member.value().path()));
        assertThat(names).containsExactly("model=model", "messages=messages", "x.y=[\"x.y\"]", "n=n", "t=t", "f=f");
        assertThat(Json.parse("[[1,[2]], {\"a\":3} ,4]").elements())
                .containsExactly(Json.parse("[1,[2]]"), Json.parse("{\"a\":3}"), Json.of(4));
        assertThat(REQUEST.elements()).isEmpty();
        assertThat(REQUEST.get("messages").members()).isEmpty();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(() -> Json.parse("[]").elements().iterator().next());
    }

    @Test
    void aMemberKnowsItsName() {
        Member member = REQUEST.get("x.y").members().iterator().next();
        assertThat(member.nameEquals("ab")).isTrue();
        assertThat(member.nameEquals("a")).isFalse();
        assertThat(member.nameEquals("\\u0061b")).isFalse();
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        member.nameUtf8To((bytes, from, to) -> name.write(bytes, from, to - from));
        assertThat(name).hasToString("ab");
        assertThat(member).hasToString("\"\\u0061b\": [ ]");
    }

    @Test
    void anErrorNamesPathKindAndExpectation() {
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> REQUEST.get("messages").get(1).get("content").asString())
                .withMessage("messages[1].content: a number (expected: a string)")
                .satisfies(e -> assertThat(e.offset()).isEqualTo(-1));
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> REQUEST.require("messages").get(0).require("content"))
                .withMessage("messages[0].content: missing (expected: a value)");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> REQUEST.require("model").require("a"))
                .withMessage("model: a string (expected: an object)");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(REQUEST::asBoolean)
                .withMessage("an object (expected: a boolean)");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(Json.MISSING::asLong)
                .withMessage("missing (expected: a number)");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(REQUEST.get("x.y").get("ab")::toBuilder)
                .withMessage("[\"x.y\"].ab: an array (expected: an object)");
    }

    @Test
    void aLongNameIsCutInAPath() {
        String name = "n".repeat(100_000);
        assertThat(Json.parse("{\"" + name + "\":1}").get(name).path()).hasSize(65);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":[1, 2.50 ]}", "1.50", "\"\\u0041\"", "null"})
    void theSameTextIsEqual(String text) {
        Json json = Json.parse(text);
        Json inside = Json.parse("[0, " + text + " ]").get(1);
        assertThat(json).isEqualTo(inside).hasSameHashCodeAs(inside);
        assertThat(json).isNotEqualTo(Json.MISSING).isNotEqualTo(Json.parse("[" + text + "]"));
    }

    @Test
    void anotherSpellingIsNotEqual() {
        assertThat(Json.parse("1.0")).isNotEqualTo(Json.parse("1"));
        assertThat(Json.parse("\"\\u0041\"")).isNotEqualTo(Json.parse("\"A\""));
        assertThat(Json.parse("[1,2]")).isNotEqualTo(Json.parse("[1, 2]"));
    }

    @Test
    void theTextComesBackByteForByte() throws IOException {
        Json messages = REQUEST.get("messages");
        String text = "[{\"role\": \"user\"}, {\"role\": \"user\", \"content\": 7}]";
        assertThat(messages).hasToString(text);
        assertThat(messages.toBytes()).asString().isEqualTo(text);
        assertThat(messages.byteLength()).isEqualTo(text.length());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        messages.writeTo(out);
        assertThat(out).hasToString(text);
    }
}
