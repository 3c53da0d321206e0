package dev.qlite.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import org.junit.jupiter.api.Test;

class FinishesTest {
    private final Finishes finishes = new Finishes();

    @Test
    void nothingIsNotFinished() {
        assertThat(finishes.all()).isFalse();
        add("{\"choices\":[],\"usage\":{}}");
        assertThat(finishes.all()).isFalse();
    }

    @Test
    void everyChoiceThatBeganMustFinish() {
        add("{\"choices\":[{\"index\":0,\"finish_reason\":null},{\"index\":1}]}");
        add("{\"choices\":[{\"index\":1,\"finish_reason\":\"stop\"}]}");
        assertThat(finishes.all()).isFalse();

        add("{\"choices\":[{\"index\":0,\"finish_reason\":\"length\"}]}");
        assertThat(finishes.all()).isTrue();

        add("{\"choices\":[{\"index\":2}]}");
        assertThat(finishes.all()).isFalse();
    }

    @Test
    void anEmptyReasonOrAnOddOneIsNone() {
        add("{\"choices\":[{\"index\":0,\"finish_reason\":\"\"}]}");
        add("{\"choices\":[{\"index\":0,\"finish_reason\":7}]}");

        assertThat(finishes.all()).isFalse();
    }

    @Test
    void aChoiceWithoutIndexIsTheFirst() {
        add("{\"choices\":[{}]}");
        add("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}");

        assertThat(finishes.all()).isTrue();
    }

    @Test
    void anIndexBeyondReasonTakesNoMemory() {
        add(
                "{\"choices\":[{\"index\":2000000000,\"finish_reason\":\"stop\"},{\"index\":-1,\"finish_reason\":\"stop\"}]}");

        assertThat(finishes.all()).isFalse();
    }

    private void add(String json) {
        finishes.add(ChatCompletionChunk.of(Json.parse(json)));
    }
}
