package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private static final String NO_USAGE =
            "{\"id\":\"c1\",\"choices\":[{\"index\":0,\"message\":{\"content\":\"one two\"}}]}";
    private static final String ESTIMATED =
            "{\"prompt_tokens\":1,\"completion_tokens\":2,\"total_tokens\":3,\"estimated\":true}";

    @Test
    void aDocumentWithoutUsageGetsOne() {
        Reply.Document document = (Reply.Document) ask(Calls.plain(), call -> Calls.document(call, NO_USAGE));

        assertThat(document.body()).hasToString(NO_USAGE.replaceFirst("}$", ",\"usage\":" + ESTIMATED + "}"));
        assertEstimate(document.head().usage(), 2);
        assertEstimate(document.receipt().usage(), 2);
        assertThat(document.whole()).isTrue();
    }

    @Test
    void aDocumentThatMayLackItsEndStaysSo() {
        Reply reply = ask(Calls.plain(), call -> Calls.document(call, NO_USAGE).unframed());

        assertThat(((Reply.Document) reply).whole()).isFalse();
    }

    @Test
    void aDocumentThatTellsItsUsageOrIsNoAnswerIsTheVeryDocument() {
        for (String body : List.of(Calls.answer("one two"), "{\"choices\":7}", "[]")) {
            Reply.Document document = (Reply.Document) ask(Calls.plain(), call -> Calls.document(call, body));
            assertThat(document.body()).hasToString(body);
            assertThat(document.receipt().usage()).isEqualTo(document.head().usage());
        }
    }

    @Test
    void aStreamWithoutUsageGetsAChunkMore() {
        Reply.Events events = stream(Chunks.delta("{\"content\":\"one two\"}"), Event.NOT_YET, Chunks.finish("stop"));

        assertThat(Pulls.next(events)).isNotNull();
        assertThat(Pulls.next(events)).isSameAs(Event.NOT_YET);
        assertThat(Pulls.next(events)).isNotNull();
        Event last = Objects.requireNonNull(Pulls.next(events));
        assertThat(last.chunk().json()).hasToString(Chunks.usage(1, 2).replace("}}", ",\"estimated\":true}}"));
        assertThat(last.isUsageOnly()).isTrue();
        assertThat(Pulls.next(events)).isNull();
        assertEstimate(events.receipt().usage(), 2);
    }

    @Test
    void aStreamThatTellsItsUsagePassesAsItIs() {
        Usage usage = Usage.of(2, 3);
        Reply.Events events = (Reply.Events) ask(
                Calls.streamed(),
                call -> ScriptedEvents.saying(call, "a")
                        .withReceipt(Receipt.of(call).withAttempts(1).withUsage(usage)));

        assertThat(Pulls.all(events)).hasSize(2);
        assertThat(events.receipt().usage()).isSameAs(usage);
    }

    @Test
    void aStreamThatIsCancelledIsEstimatedAsFarAsItCame() {
        Reply.Events events = stream(Chunks.delta("{\"content\":\"one\"}"), Chunks.delta("{\"content\":\" two\"}"));

        Pulls.next(events);
        events.close();

        assertEstimate(events.receipt().usage(), 1);
    }

    @Test
    void aStreamThatBreaksIsEstimatedAsFarAsItCame() {
        Reply.Events events =
                stream(Chunks.delta("{\"content\":\"one\"}"), UpstreamUnavailableException.of("fake", "cut", null));

        Pulls.next(events);
        assertThatThrownBy(() -> Pulls.next(events)).isInstanceOf(UpstreamUnavailableException.class);

        assertEstimate(events.receipt().usage(), 1);
    }

    @Test
    void aStreamThatIsCancelledBeforeItsFirstEventHasNoUsage() {
        Reply.Events events = stream(Event.NOT_YET);

        Pulls.next(events);
        events.close();

        assertThat(events.receipt().usage()).isNull();
    }

    @Test
    void garbageIsNotEstimated() {
        Reply.Events events = stream("no json");

        assertThat(Pulls.texts(events)).containsExactly("no json");
        assertThat(events.receipt().usage()).isNull();
    }

    /** 64 KB of its events are kept; what follows is taken for alike. */
    @Test
    void aLongStreamIsEstimatedByItsBeginning() {
        Object[] script = new Object[10_000];
        Arrays.fill(script, Chunks.delta("{\"content\":\" one\"}"));
        Reply.Events events = stream(script);

        assertThat(Pulls.all(events)).hasSize(10_001);
        assertEstimate(events.receipt().usage(), 10_000);
    }

    @Test
    void whatIsNoChatPassesAsItIs() {
        String body = "{\"choices\":[],\"data\":[]}";
        Call.Builder embeddings = Call.embeddings(Json.parse("{\"model\":\"m\",\"input\":\"x\"}"));

        assertThat(((Reply.Document) ask(embeddings, call -> Calls.document(call, body))).body())
                .hasToString(body);
    }

    private static void assertEstimate(@Nullable Usage usage, long completion) {
        assertThat(Objects.requireNonNull(usage).isEstimate()).isTrue();
        assertThat(usage.promptTokens()).isEqualTo(1);
        assertThat(usage.completionTokens()).isEqualTo(completion);
    }

    private static Reply.Events stream(Object... script) {
        return (Reply.Events) ask(Calls.streamed(), call -> ScriptedEvents.of(call, script));
    }

    private static Reply ask(Call.Builder call, Function<Call, Reply> answer) {
        return Calls.pipeline(FakeProvider.answering(answer), new Estimate(new Words()))
                .handle(call.build());
    }

    /** A token is a word. */
    private static final class Words implements TokenEstimator {
        @Override
        public long promptTokens(ChatRequest request, String model) {
            return words(request.messages().get(0).text());
        }

        @Override
        public long completionTokens(Json completion, String model) {
            return words(completion
                    .get("choices")
                    .get(0)
                    .get("message")
                    .get("content")
                    .asString());
        }

        private static long words(String text) {
            return text.trim().split(" +", -1).length;
        }
    }
}
