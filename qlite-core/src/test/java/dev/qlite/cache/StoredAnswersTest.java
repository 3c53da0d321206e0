package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Pulls;
import dev.qlite.pipeline.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only whole, good answers are kept; the others are served all the same. */
class StoredAnswersTest {
    private static final String GOOD = "\"message\":{\"role\":\"assistant\",\"content\":\"a\"}";

    private final CacheFixture house = new CacheFixture();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            stop           | true
            length         | true
            tool_calls     | true
            function_call  | true
            eos            | true
            content_filter | false
            error          | false
            ``             | false
            """)
    void theFinishReasonDecides(String reason, boolean stored) {
        house.answers(document("{\"index\":0," + GOOD + ",\"finish_reason\":\"" + reason + "\"}"));
        house.plain();
        assertThat(house.store.entries).as("a document").hasSize(stored ? 1 : 0);

        house.store.entries.clear();
        house.streams(Chunks.delta("{\"content\":\"a\"}"), Chunks.finish(reason));
        assertThat(house.pull(Calls.streamed())).hasSize(2);
        assertThat(house.store.entries).as("a stream").hasSize(stored ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"index\":0,\"message\":{}}",
                "{\"index\":0,\"message\":{},\"finish_reason\":null}",
                "{\"index\":0,\"message\":{},\"finish_reason\":1}",
                "{\"index\":0,\"message\":{},\"finish_reason\":\"stop\"},{\"index\":1,\"message\":{},\"finish_reason\":null}",
                "{\"index\":0,\"message\":{},\"finish_reason\":\"stop\"},{\"index\":1,\"message\":{},\"finish_reason\":\"content_filter\"}",
                "{\"index\":0,\"message\":{},\"finish_reason\":\"stop\",\"error\":{\"code\":502}}",
                ""
            })
    void aDocumentThatIsNotGoodIsNotStored(String choices) {
        house.answers(document(choices));

        house.plain();

        assertThat(house.store.entries).isEmpty();
    }

    @Test
    void aDocumentThatIsAnErrorIsNotStored() {
        house.answers(Calls.answer("a").replace("\"object\"", "\"error\":{\"message\":\"x\"},\"object\""));

        house.plain();

        assertThat(house.store.entries).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}              | true
            {\\"a\\":[1]}   | true
            {\\"a\\":       | false
            {\\"a\\":1}}    | false
            ``              | false
            """)
    void toolArgumentsMustParse(String arguments, boolean stored) {
        int entries = stored ? 1 : 0;
        String function = "{\"name\":\"f\",\"arguments\":\"" + arguments + "\"}";
        String call = "{\"index\":0,\"id\":\"t\",\"type\":\"function\",\"function\":" + function + "}";
        house.answers(
                document("{\"index\":0,\"message\":{\"tool_calls\":[" + call + "]},\"finish_reason\":\"tool_calls\"}"));
        house.plain();
        assertThat(house.store.entries).as("a document").hasSize(entries);

        house.store.entries.clear();
        house.streams(Chunks.delta("{\"tool_calls\":[" + call + "]}"), Chunks.finish("tool_calls"));
        house.pull(Calls.streamed());
        assertThat(house.store.entries).as("a stream").hasSize(entries);

        house.store.entries.clear();
        house.answers(document(
                "{\"index\":0,\"message\":{\"function_call\":" + function + "},\"finish_reason\":\"function_call\"}"));
        house.plain();
        assertThat(house.store.entries).as("a document of the older kind").hasSize(entries);

        house.store.entries.clear();
        house.streams(Chunks.delta("{\"function_call\":" + function + "}"), Chunks.finish("function_call"));
        house.pull(Calls.streamed());
        assertThat(house.store.entries).as("a stream of the older kind").hasSize(entries);
    }

    @Test
    void aCallThatIsNoneNeedsNoArguments() {
        house.answers(document("{\"index\":0,\"message\":{\"content\":\"a\",\"function_call\":{\"name\":\"\","
                + "\"arguments\":\"\"}},\"finish_reason\":\"stop\"}"));
        house.plain();
        assertThat(house.store.entries).hasSize(1);

        house.store.entries.clear();
        house.streams(
                Chunks.delta("{\"content\":\"a\",\"function_call\":{\"name\":\"\",\"arguments\":\"\"}}"),
                Chunks.finish("stop"));
        house.pull(Calls.streamed());
        assertThat(house.store.entries).hasSize(1);
    }

    @Test
    void argumentsInPiecesAreJudgedTogether() {
        house.streams(
                Chunks.delta(0, toolPiece(0, "{\\\"a\\\"")),
                Chunks.delta(1, toolPiece(0, "{}")),
                Chunks.delta(0, toolPiece(1, "[")),
                Chunks.delta(0, toolPiece(0, ":1}")),
                Chunks.delta(0, toolPiece(1, "]")),
                Chunks.finish(0, "tool_calls"),
                Chunks.finish(1, "tool_calls"));
        house.pull(Calls.streamed());

        assertThat(house.store.entries).hasSize(1);
    }

    @Test
    void aCustomToolsInputMayBeAnything() {
        house.answers(document("{\"index\":0,\"message\":{\"tool_calls\":[{\"id\":\"t\",\"type\":\"custom\","
                + "\"custom\":{\"name\":\"c\",\"input\":\"{no json\"}}]},\"finish_reason\":\"tool_calls\"}"));
        house.plain();

        assertThat(house.store.entries).hasSize(1);
    }

    @Test
    void aStreamWithoutAFinishForEveryChoiceIsNotStored() {
        house.streams(
                Chunks.delta(0, "{\"content\":\"a\"}"),
                Chunks.delta(1, "{\"content\":\"b\"}"),
                Chunks.finish(0, "stop"));
        house.pull(Calls.streamed());
        house.streams();
        house.pull(Calls.streamed());

        assertThat(house.store.entries).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"overloaded\"}}",
                "{\"choices\":[{\"index\":0,\"delta\":{},\"error\":{\"code\":502}}]}",
                "{\"choices\":[],\"error\":\"no\"}"
            })
    void aStreamWithAnErrorInItIsNotStored(String chunk) {
        house.streams(Chunks.delta("{\"content\":\"a\"}"), chunk, Chunks.finish("stop"));
        house.pull(Calls.streamed());

        assertThat(house.store.entries).isEmpty();
    }

    @Test
    void aCutStreamIsNotStored() {
        house.streams(
                Chunks.delta("{\"content\":\"a\"}"),
                Chunks.finish("stop"),
                UpstreamUnavailableException.of("fake", "cut", null));

        assertThatExceptionOfType(CallFailedException.class).isThrownBy(() -> house.pull(Calls.streamed()));

        assertThat(house.store.entries).isEmpty();
    }

    /** However it ends: by a break, by the client's leaving, or as if it were whole. */
    @Test
    void noBeginningOfAStreamIsStored() {
        List<String> whole = List.of(
                Chunks.delta(0, "{\"role\":\"assistant\",\"content\":\"a\"}"),
                Chunks.delta(0, toolPiece(0, "{\\\"a\\\"")),
                Chunks.delta(1, "{\"content\":\"b\"}"),
                Chunks.delta(0, toolPiece(0, ":1}")),
                Chunks.finish(1, "stop"),
                Chunks.finish(0, "tool_calls"));
        for (int length = 0; length < whole.size(); length++) {
            List<Object> beginning = new ArrayList<>(whole.subList(0, length));
            house.streams(beginning.toArray());
            house.pull(Calls.streamed());
            try (Reply.Events left = house.stream(Calls.streamed())) {
                for (int i = 0; i < length; i++) {
                    Pulls.next(left);
                }
            }
            beginning.add(UpstreamUnavailableException.of("fake", "cut", null));
            house.streams(beginning.toArray());
            assertThatExceptionOfType(CallFailedException.class).isThrownBy(() -> house.pull(Calls.streamed()));

            assertThat(house.store.entries).as("%d events", length).isEmpty();
        }
        house.streams(whole.toArray());
        house.pull(Calls.streamed());
        assertThat(house.store.entries).hasSize(1);
    }

    @Test
    void aStreamThatTheClientLeftIsNotStored() {
        house.streams(Chunks.finish("stop"));
        try (Reply.Events events = house.stream(Calls.streamed())) {
            Pulls.next(events);
        }

        assertThat(house.store.entries).isEmpty();
    }

    @Test
    void aStreamIsStoredAtItsEndAndNotBefore() {
        house.streams(Chunks.finish("stop"), Event.NOT_YET, Chunks.usage(1, 1), Event.NOT_YET);
        try (Reply.Events events = house.stream(Calls.streamedWithUsage())) {
            for (int i = 0; i < 4; i++) {
                assertThat(Pulls.next(events)).isNotNull();
                assertThat(house.store.entries).isEmpty();
            }
            assertThat(Pulls.next(events)).isNull();
            assertThat(house.store.entries).hasSize(1);
            house.store.entries.clear();
            assertThat(Pulls.next(events)).isNull();
            assertThat(house.store.entries).as("it is stored once").isEmpty();
        }
    }

    @Test
    void aDocumentThatOnlyTheCloseEndedIsNotStored() {
        house.provider.answer(call -> Calls.document(call, Calls.answer("a")).unframed());
        house.plain();

        assertThat(house.store.entries).isEmpty();
    }

    @Test
    void anAnswerOverTheLimitIsServedAndNotStored() {
        CacheFixture small = new CacheFixture(300);
        small.answers(Calls.answer("x".repeat(300)));
        small.plain();
        assertThat(small.store.entries).isEmpty();

        small.streams(
                Chunks.delta("{\"content\":\"a\"}"),
                Chunks.delta("{\"content\":\"" + "x".repeat(300) + "\"}"),
                Chunks.finish("stop"));
        assertThat(small.pull(Calls.streamed())).hasSize(3);
        assertThat(small.store.entries).isEmpty();

        small.streams(Chunks.finish("stop"));
        small.pull(Calls.streamed());
        assertThat(small.store.entries).hasSize(1);
    }

    private static String toolPiece(int index, String arguments) {
        return "{\"tool_calls\":[{\"index\":" + index + ",\"function\":{\"arguments\":\"" + arguments + "\"}}]}";
    }

    private static String document(String choices) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[" + choices + "]}";
    }
}
