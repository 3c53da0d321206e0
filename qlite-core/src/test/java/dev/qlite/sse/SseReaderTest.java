package dev.qlite.sse;

import static dev.qlite.sse.Streams.NO_LIMIT;
import static dev.qlite.sse.Streams.events;
import static dev.qlite.sse.Streams.latin1;
import static dev.qlite.sse.Streams.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.qlite.sse.Streams.Event;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SseReaderTest {
    static Stream<Arguments> table() {
        return Stream.of(
                row("an LF ends a line", "data: a\n\ndata: b\n\n", "a", "b"),
                row("a CR ends a line", "data: a\r\rdata: b\r\r", "a", "b"),
                row("a CRLF ends a line", "data: a\r\n\r\ndata: b\r\n\r\n", "a", "b"),
                row("line ends may be mixed", "data: a\r\n\ndata: b\n\r\ndata: c\r\r\n", "a", "b", "c"),
                row("one space after the colon goes", "data:a\n\ndata: a\n\ndata:  a\n\n", "a", "a", " a"),
                row("a tab stays", "data:\ta\n\n", "\ta"),
                row("trailing spaces stay", "data: a \n\n", "a "),
                row("data lines join with LF", "data: a\r\ndata: b\rdata: c\n\n", "a\nb\nc"),
                row("a bare data: is an empty event", "data:\n\n", ""),
                row("a data: with a space is an empty event", "data: \n\n", ""),
                row("data without a colon is an empty event", "data\n\n", ""),
                row("two bare data: are a line break", "data:\ndata\n\n", "\n"),
                row("an empty line of data between others stays", "data: a\ndata:\ndata: b\n\n", "a\n\nb"),
                row("comments are ignored", ": hi\n\n:\n\ndata: a\n:data: no\n\n: bye\n\n", "a"),
                row("other fields are ignored", "id: 1\nretry: 5\nfoo\nbar: x\ndata: a\n\n", "a"),
                row("names are case-sensitive and whole", "Data: a\n\ndatax: b\n\n data: c\n\ndat\n\ndata : d\n\n"),
                row("without a data line there is no event", "event: a\n\nid: 1\n\n\n\n"),
                row("blank lines in between are nothing", "\n\n\r\r\n\ndata: a\n\n\n\n", "a"),
                row("an event without its blank line is not complete", "data: a\n\ndata: b\n", "a"),
                row("a colon in the value stays", "data: a: b:\n\n", "a: b:"),
                row("nothing is no event", ""));
    }

    private static Arguments row(String claim, String stream, String... data) {
        return arguments(claim, stream, List.of(data));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void theTableOfStreams(String claim, String stream, List<String> data) {
        assertThat(events(utf8(stream))).as(claim).extracting(Event::data).isEqualTo(data);
    }

    @Test
    void theEventFieldNamesTheNextEventOnly() {
        String stream = "event: ping\ndata: a\n\ndata: b\n\ndata: c\nevent: é\n\nevent:x\nevent\ndata: d\n\n";

        assertThat(events(utf8(stream)))
                .containsExactly(
                        new Event("ping", "a"),
                        new Event("message", "b"),
                        new Event("é", "c"),
                        new Event("message", "d"));
    }

    @Test
    void anEventWithoutDataResetsTheName() {
        assertThat(events(utf8("event: ping\n\ndata: a\n\n"))).containsExactly(new Event("message", "a"));
    }

    @Test
    void theNameStaysThatOfTheEventReturnedWhileTheNextIsRead() {
        SseReader reader = new SseReader(NO_LIMIT);
        assertThat(reader.eventName()).isEqualTo("message");

        ByteBuffer in = ByteBuffer.wrap(utf8("event: one\ndata: a\n\nevent: none\n\nevent: two\ndata: b\n"));
        assertThat(reader.read(in)).isNotNull();
        assertThat(reader.read(in)).isNull();

        assertThat(reader.eventName()).isEqualTo("one");
    }

    @Test
    void laterEventsStayUnread() {
        ByteBuffer in = ByteBuffer.wrap(utf8("data: a\r\n\r\ndata: b\n\n"));

        assertThat(new SseReader(NO_LIMIT).read(in)).isEqualTo(utf8("a"));

        assertThat(in.remaining()).isEqualTo("data: b\n\n".length());
    }

    @Test
    void aBlankLineThatEndsInCrNeedNotWaitForTheNextByte() {
        SseReader reader = new SseReader(NO_LIMIT);

        assertThat(reader.read(ByteBuffer.wrap(utf8("data: a\r\n\r")))).isEqualTo(utf8("a"));
        assertThat(reader.read(ByteBuffer.wrap(utf8("\ndata: b\r")))).isNull();
        assertThat(reader.read(ByteBuffer.wrap(utf8("\r")))).isEqualTo(utf8("b"));
    }

    @Test
    void aCrLfCutBetweenReadsIsOneLineEnd() {
        SseReader reader = new SseReader(NO_LIMIT);

        assertThat(reader.read(ByteBuffer.wrap(utf8("data: a\r")))).isNull();
        assertThat(reader.read(ByteBuffer.allocate(0))).isNull();
        assertThat(reader.read(ByteBuffer.wrap(utf8("\ndata: b\r")))).isNull();
        assertThat(reader.read(ByteBuffer.wrap(utf8("\n\r")))).isEqualTo(utf8("a\nb"));
    }

    @Test
    void onlyTheStreamsFirstByteOrderMarkIsStripped() {
        assertThat(events(utf8("\uFEFFdata: \uFEFFa\n\n\uFEFFdata: b\n\ndata: c\n\n")))
                .extracting(Event::data)
                .containsExactly(latin1(utf8("\uFEFFa")), "c");
        assertThat(events(utf8("\uFEFF\uFEFFdata: a\n\n"))).isEmpty();
        assertThat(events(utf8("\uFEFF\n\uFEFFdata: a\n\n"))).isEmpty();
    }

    @Test
    void dataIsTheBytesThatCame() {
        byte[] odd = {'d', 'a', 't', 'a', ':', (byte) 0xFF, 0, (byte) 0xC3, (byte) 0x85, 0x0B, 0x0C, '\n', '\n'};

        assertThat(events(odd)).extracting(Event::data).containsExactly("\u00FF\u0000\u00C3\u0085\u000B\u000C");
    }

    @Test
    void onlyCrAndLfEndALine() {
        String data = "a\u2028b\u2029c\u0085d\u000Be\u000Cf";

        assertThat(events(utf8("data: " + data + "\n\n"))).containsExactly(new Event("message", latin1(utf8(data))));
    }

    @Test
    void theEndGivesAnEventThatLacksItsBlankLine() {
        assertThat(endOf("data: a\n\ndata: b\ndata: c\n")).isEqualTo(utf8("b\nc"));
        assertThat(endOf("data: b\r")).isEqualTo(utf8("b"));
        assertThat(endOf("data:")).isEmpty();
    }

    @Test
    void theEndGivesAnEventThatLacksItsLineEndToo() {
        assertThat(endOf("data: a\n\ndata: b\ndata: c")).isEqualTo(utf8("b\nc"));
        assertThat(endOf("\uFEFFdata: b")).isEqualTo(utf8("b"));
    }

    @Test
    void theEndIsNothingWhereNoDataIsLeft() {
        assertThat(endOf("")).isNull();
        assertThat(endOf("\uFEFF")).isNull();
        assertThat(endOf("data: a\n\n")).isNull();
        assertThat(endOf("data: a\r\n\r")).isNull();
        assertThat(endOf("data: a\n\nevent: x\n: comment")).isNull();
        assertThat(endOf("dat")).isNull();
    }

    @Test
    void theEndNamesItsEventAndComesOnce() {
        SseReader reader = new SseReader(NO_LIMIT);
        assertThat(reader.read(ByteBuffer.wrap(utf8("data: a\nevent: last")))).isNull();

        assertThat(reader.end()).isEqualTo(utf8("a"));
        assertThat(reader.eventName()).isEqualTo("last");
        assertThat(reader.end()).isNull();
    }

    private static byte @Nullable [] endOf(String stream) {
        SseReader reader = new SseReader(NO_LIMIT);
        ByteBuffer in = ByteBuffer.wrap(utf8(stream));
        while (reader.read(in) != null) {
            assertThat(in.position()).isPositive();
        }
        return reader.end();
    }
}
