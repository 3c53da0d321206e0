package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.pipeline.Receipt;
import dev.qlite.testing.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a client, a log and a program are told what an answer cost: gpt-4o, 3 * 2.50 + 2 * 10 dollars a million. */
@InEachMode
class CostTest {
    private static final String COST = "0.0000275";
    private static final String TRAILERS = "TE: trailers\r\nConnection: TE, close";

    private final Mode mode;
    private Door door;

    CostTest(Mode mode) {
        this.mode = mode;
        this.door = Door.open(mode);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void aMissCostsWhatAHitThenSaves() {
        door.upstream.enqueue(Chats.document());
        HttpResponse<String> miss = door.chat(Chats.plain("hi"));
        HttpResponse<String> hit = door.chat(Chats.plain("hi"));
        HttpResponse<String> streamed = door.chat(Chats.streamed("hi"));

        assertThat(money(miss)).isEqualTo(COST + ", 0");
        assertThat(money(hit)).isEqualTo("0, " + COST);
        assertThat(money(streamed)).isEqualTo("0, " + COST);
        assertThat(door.takeReceipt().cost()).isEqualByComparingTo(COST);
        assertThat(door.takeReceipt().cost()).isEqualByComparingTo("0");
        assertThat(door.takeReceipt().saved()).isEqualByComparingTo(COST);
    }

    @Test
    void aStreamTellsItsCostAfterItsBody() {
        door.upstream.enqueue(Chats.stream());

        RawClient client = door.ask(Chats.streamed("hi"), TRAILERS);
        RawClient.Head head = client.head();

        assertThat(head.headers()).doesNotContainKey("x-request-cost");
        assertThat(head.header("trailer")).contains("X-Request-Cost");
        assertThat(client.toEnd().toLowerCase(Locale.ROOT))
                .contains("[done]")
                .contains("x-request-cost: " + COST)
                .contains("x-cost-saved: 0");
    }

    @Test
    void aClientThatTakesNoTrailersGetsNone() {
        door.upstream.enqueue(Chats.stream());

        RawClient client = door.ask(Chats.streamed("hi"), "Connection: close");

        assertThat(client.head().headers()).doesNotContainKey("trailer");
        assertThat(client.toEnd()).contains("[DONE]").doesNotContainIgnoringCase("x-request-cost");
    }

    @Test
    void aModelWithoutAPriceHasNoCost() {
        door.upstream.enqueue(Chats.document());

        HttpResponse<String> answer = door.chat(Chats.plain("gpt-nobody-knows", "hi"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Request-Cost")).isEmpty();
        assertThat(door.takeReceipt().cost()).isNull();
    }

    @Test
    void theUsageTellsItWhereThatIsWanted() {
        door.close();
        door = Door.with(mode).usageCost().open();
        door.upstream.enqueue(Chats.document());
        door.upstream.enqueue(Chats.stream());
        String wanted = Chats.streamed("other").replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");

        String told = "\"total_tokens\":5,\"cost\":";
        assertThat(door.chat(Chats.plain("hi")).body()).contains(told + COST + "}");
        assertThat(door.chat(Chats.plain("hi")).body()).contains(told + "0}");
        assertThat(door.chat(wanted).body()).contains(told + COST + "}").contains("[DONE]");
        assertThat(door.chat(wanted).body()).contains(told + "0}").contains("[DONE]");
    }

    @Test
    void whatPassesUnreadIsPricedByItsUsage() {
        String usage = "\"usage\": {\"input_tokens\": 1000, \"input_tokens_details\": {\"cached_tokens\": 400},"
                + " \"output_tokens\": 10, \"total_tokens\": 1010}, \"user\": null";
        String completed =
                "{\"type\":\"response.completed\",\"response\":{\"output\":[\"say \\\"usage\\\": {\"], " + usage + "}}";
        door.upstream.enqueue(Answer.json(200, "{\"id\": \"resp_1\", " + usage + "}"));
        door.upstream.enqueue(Answer.sse("{\"type\":\"response.created\",\"response\":{\"usage\":null}}", completed));

        for (int i = 0; i < 2; i++) {
            door.text(door.request(
                            "/v1/responses", "POST", BodyPublishers.ofString("{\"model\":\"gpt-4o\",\"input\":\"hi\"}"))
                    .header("Content-Type", "application/json")
                    .build());
            Receipt receipt = door.takeReceipt();
            // 600 * 2.50 + 400 * 1.25 + 10 * 10 dollars a million
            assertThat(receipt.cost()).isEqualByComparingTo("0.0021");
        }
    }

    private static String money(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Request-Cost").orElse("?") + ", "
                + answer.headers().firstValue("X-Cost-Saved").orElse("?");
    }
}
