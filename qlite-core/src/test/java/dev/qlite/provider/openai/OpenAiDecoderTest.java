package dev.qlite.provider.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.chat.Finishes;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.json.Member;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Recordings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenAiDecoderTest {
    private static final String WORD = "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}";

    @Test
    void whatAddsATextAloneIsNotLookedInto() {
        assertThat(moreText(WORD, WORD.replace("one", "two"), WORD.replace("one", "")))
                .containsExactly(false, true, true);
        assertThat(moreText(WORD, WORD.replace("one", "a \\\"quoted\\\" word"), WORD))
                .as("an escape")
                .containsExactly(false, false, true);
        assertThat(moreText(WORD, WORD.replace("one", "caf\u00e9"), WORD)).containsExactly(false, false, true);
        String named = WORD.replace("\"c\"", "\"\u00e9\"");
        assertThat(moreText(named, named)).as("where it is the same").containsExactly(false, true);
    }

    @Test
    void paddingIsNothingSaid() {
        String padded = WORD.replaceFirst("}$", ", \"obfuscation\" : \"x9\"}");
        List<Event> events =
                decode(padded, padded.replace("one", "").replace("x9", "abcdef"), padded.replace("x9", ""));

        assertThat(events).extracting(Event::isMoreText).containsExactly(false, true, true);
        assertThat(events)
                .extracting(event -> new String(event.withoutPadding().data(), UTF_8))
                .containsExactly(WORD, WORD.replace("one", ""), WORD);
        assertThat(moreText(padded, WORD, padded)).containsExactly(false, false, false);
        assertThat(moreText(padded, padded.replace("x9", "\\\\"))).containsExactly(false, false);
        assertThat(moreText(padded, padded.replace("x9", "caf\u00e9"))).containsExactly(false, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"d\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}",
                "{\"id\":\"c\",\"choices\":[{\"index\":1,\"delta\":{\"content\":\"one\"}}]}",
                "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"},\"finish_reason\":\"stop\"}]}",
                "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}],\"usage\":{}}",
                "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}],\"error\":{}}",
                "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"refusal\":\"one\"}}]}",
                "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\",\"role\":\"assistant\"}}]}"
            })
    void whatSaysAnythingElseIsLookedInto(String chunk) {
        assertThat(moreText(WORD, chunk)).containsExactly(false, false);
        assertThat(moreText(WORD, chunk, WORD)).containsExactly(false, false, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"obfuscation\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}],\"obfuscation\":7}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"},\"logprobs\":{\"content\":[]}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\",\"reasoning\":\"one\"}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\",\"tool_calls\":[{\"index\":0}]}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}},{\"index\":1,\"delta\":{}}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":null}}]}"
            })
    void whatWouldSayMoreThanATextIsAlwaysLookedInto(String chunk) {
        assertThat(moreText(chunk, chunk)).containsExactly(false, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\"b", "a\\xb", "a\\"})
    void whatIsNoTextIsGarbage(String text) {
        assertThatThrownBy(() -> moreText(WORD, WORD.replace("one", text))).isInstanceOf(JsonException.class);
    }

    @Test
    void aTextOfBytesThatAreNoUtf8IsGarbage() {
        byte[] data = WORD.getBytes(UTF_8);
        data[WORD.indexOf("one")] = (byte) 0xff;
        OpenAiDecoder decoder = new OpenAiDecoder();
        decoder.decode(WORD.getBytes(UTF_8), event -> {});

        assertThatThrownBy(() -> decoder.decode(data, event -> {})).isInstanceOf(JsonException.class);
    }

    /** What is not looked into says what the event before it says, whatever a provider has said. */
    @Test
    void moreTextIsNothingElse() {
        int passed = 0;
        for (Path stream : streams()) {
            OpenAiDecoder decoder = new OpenAiDecoder();
            Finishes finishes = new Finishes();
            Event before = Event.NOT_YET;
            for (Event event : events(stream, decoder)) {
                finishes.add(event.chunk());
                if (event.isMoreText()) {
                    passed++;
                    assertThat(event.withoutPadding().data())
                            .as(stream.toString())
                            .isEqualTo(unpadded(event));
                    assertThat(withoutText(event)).as(stream.toString()).isEqualTo(withoutText(before));
                }
                before = event;
            }
            assertThat(decoder.mayEnd()).isEqualTo(finishes.all());
        }
        assertThat(passed).isGreaterThan(200);
    }

    private static List<Path> streams() {
        return Stream.of("openai", "openai-compatible")
                .flatMap(kind -> Recordings.of(kind, "response.sse").stream())
                .map(exchange -> exchange.resolve("response.sse"))
                .toList();
    }

    private static List<Event> events(Path stream, OpenAiDecoder decoder) {
        List<Event> events = new ArrayList<>();
        new String(Recordings.bytes(stream), UTF_8)
                .lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring("data:".length()).strip().getBytes(UTF_8))
                .forEach(data -> decoder.decode(data, event -> {
                    assertThat(event.data()).isEqualTo(data);
                    events.add(event);
                }));
        return events;
    }

    private static String withoutText(Event event) {
        Json chunk = event.chunk().json();
        Json choice = chunk.get("choices").get(0);
        StringBuilder delta = new StringBuilder();
        for (Member member : choice.get("delta").members()) {
            delta.append(member.name()).append(member.value().kind()).append(' ');
        }
        return chunk.toBuilder().remove("choices").remove("obfuscation").build() + " "
                + choice.toBuilder().remove("delta").build() + " " + delta;
    }

    private static byte[] unpadded(Event event) {
        return Event.of(event.data()).withoutPadding().data();
    }

    private static List<Boolean> moreText(String... chunks) {
        return decode(chunks).stream().map(Event::isMoreText).toList();
    }

    private static List<Event> decode(String... chunks) {
        OpenAiDecoder decoder = new OpenAiDecoder();
        List<Event> events = new ArrayList<>();
        for (String chunk : chunks) {
            decoder.decode(chunk.getBytes(UTF_8), events::add);
        }
        assertThat(events).extracting(event -> new String(event.data(), UTF_8)).containsExactly(chunks);
        return events;
    }
}
