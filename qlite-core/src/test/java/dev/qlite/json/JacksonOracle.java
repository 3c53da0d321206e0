package dev.qlite.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the JDK's UTF-8 decoder and Jackson, both strict, say about a text: an opinion that shares no code with ours.
 *
 * <p>It is Jackson's parser of characters, for the one of bytes (2.21) refuses names with half a surrogate pair, and takes
 * zero bytes for UTF-16. That of characters in turn takes U+xx38 for a hexadecimal 8: escapes are checked here.
 */
final class JacksonOracle {
    private static final JsonFactory JACKSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Json.MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE) // it counts digits only; we count here
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final Pattern BAD_ESCAPE = Pattern.compile("(?<!\\\\)(\\\\\\\\)*+\\\\u(?![0-9A-Fa-f]{4})");

    private JacksonOracle() {}

    static boolean accepts(byte[] text) {
        String decoded = decode(text);
        if (decoded == null || BAD_ESCAPE.matcher(decoded).find()) {
            return false;
        }
        try (JsonParser parser = JACKSON.createParser(decoded)) {
            int depth = 0;
            int values = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric() && parser.getText().length() > Json.MAX_NUMBER_LENGTH) {
                    return false;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                values += depth == 0 ? 1 : 0;
            }
            return values == 1;
        } catch (IOException e) {
            return false;
        }
    }

    /** Asserts that an accepted text has the content that Jackson reads in it. */
    static void assertSameContent(byte[] text, Json json) throws IOException {
        try (JsonParser parser = JACKSON.createParser(new String(text, StandardCharsets.UTF_8))) {
            parser.nextToken();
            assertSame(parser, json);
            assertThat(parser.nextToken()).isNull();
        }
    }

    private static void assertSame(JsonParser parser, Json json) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                int size = 0;
                for (Member member : json.members()) {
                    check(parser.nextToken() == JsonToken.FIELD_NAME, "a member", json);
                    String name = parser.currentName();
                    check(member.name().equals(name) && member.nameEquals(name), "name", json);
                    parser.nextToken();
                    assertSame(parser, member.value());
                    size++;
                }
                check(json.isObject() && json.size() == size, "size", json);
                check(parser.nextToken() == JsonToken.END_OBJECT, "end", json);
            }
            case START_ARRAY -> {
                int size = 0;
                for (Json element : json.elements()) {
                    parser.nextToken();
                    assertSame(parser, element);
                    size++;
                }
                check(json.isArray() && json.size() == size, "size", json);
                check(parser.nextToken() == JsonToken.END_ARRAY, "end", json);
            }
            case VALUE_STRING -> assertSameString(parser.getText(), json);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> assertSameNumber(parser.getText(), json);
            case VALUE_TRUE -> check(json.isBoolean() && json.asBoolean(), "true", json);
            case VALUE_FALSE -> check(json.isBoolean() && !json.asBoolean(), "false", json);
            case VALUE_NULL -> check(json.isNull(), "null", json);
            default -> throw new AssertionError(parser.currentToken());
        }
    }

    private static void assertSameString(String text, Json json) {
        check(json.asString().equals(text) && json.textEquals(text), "text", json);
        ByteBuffer encoded = encode(text);
        check(encoded == null || encoded.equals(utf8(json)), "utf8", json);
        check(Json.of(text).asString().equals(text), "written", json);
    }

    private static ByteBuffer utf8(Json json) {
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        json.utf8To((bytes, from, to) -> utf8.write(bytes, from, to - from));
        return ByteBuffer.wrap(utf8.toByteArray());
    }

    private static void assertSameNumber(String text, Json json) {
        check(json.isNumber() && json.toString().strip().equals(text), "number", json);
        double number = Double.parseDouble(text);
        check(Double.isInfinite(number) || number == json.asDouble(), "double", json);
        if (Math.abs(number) < 1e30 && text.length() < 30 && !text.matches(".*[eE].*\\d{4}.*")) {
            BigDecimal decimal = new BigDecimal(text);
            check(json.asDecimal().compareTo(decimal) == 0, "decimal", json);
            check(
                    longOrNull(decimal) == null ? throwsOnLong(json) : json.asLong() == decimal.longValueExact(),
                    "long",
                    json);
        }
    }

    private static @Nullable Long longOrNull(BigDecimal decimal) {
        try {
            return decimal.longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static boolean throwsOnLong(Json json) {
        try {
            json.asLong();
            return false;
        } catch (JsonException e) {
            return true;
        }
    }

    private static void check(boolean same, String what, Json json) {
        if (!same) {
            throw new AssertionError(what + " differs at " + json.path());
        }
    }

    private static @Nullable String decode(byte[] text) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable ByteBuffer encode(String text) {
        try {
            return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        } catch (CharacterCodingException e) {
            return null; // half a surrogate pair
        }
    }
}
