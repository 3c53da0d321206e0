package dev.qlite.examples.parrot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.qlite.ChatAnswer;
import dev.qlite.ChatStream;
import dev.qlite.Qlite;
import dev.qlite.chat.ChatCompletionChunk;
import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.QliteException;
import dev.qlite.config.QliteConfig;
import dev.qlite.json.Json;
import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A provider that qlite does not know, configured as those that it knows. */
class ParrotTest {
    private static final ChatRequest HELLO =
            ChatRequest.builder().model("parrot-grey").user("Hello!").build();

    private final FakeUpstream parrot = FakeUpstream.start();
    private final Qlite qlite = QliteConfig.read(
                    "providers: {polly: {type: parrot, api_key: k, base_url: '" + parrot.uri("/v9") + "'}}\ncache: {}",
                    "parrot.yaml",
                    Map.of())
            .toBuilder()
            .build();

    @AfterEach
    void close() {
        qlite.close();
        parrot.close();
    }

    @Test
    void itIsAskedInItsOwnWordsAndCached() {
        parrot.enqueue(Answer.json(200, "{\"id\":\"p1\",\"echo\":\"Hello!\"}"));

        ChatAnswer first = qlite.chat(HELLO);
        ChatAnswer second = qlite.chat(HELLO);

        assertThat(first.text()).isEqualTo("Hello!").isEqualTo(second.text());
        assertThat(second.receipt().cache().isHit()).isTrue();
        assertThat(parrot.takeRequest(Duration.ofSeconds(20)).text())
                .isEqualTo("{\"words\":\"Hello!\",\"stream\":false}");
    }

    @Test
    void itStreams() {
        parrot.enqueue(Answer.sse(
                "{\"id\":\"p1\",\"echo\":\"Hel\"}",
                "{\"id\":\"p1\",\"echo\":\"lo!\"}",
                "{\"id\":\"p1\",\"done\":true}"));

        StringBuilder said = new StringBuilder();
        try (ChatStream stream = qlite.stream(HELLO)) {
            for (ChatCompletionChunk chunk : stream) {
                said.append(chunk.text());
            }
        }

        assertThat(said).hasToString("Hello!");
        assertThat(qlite.chat(HELLO).receipt().cache().isHit()).isTrue();
    }

    @Test
    void whatItCannotDoIsRefusedInWords() {
        ChatRequest tools = HELLO.toBuilder()
                .put("tools", Json.parse("[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]"))
                .build();

        assertThatExceptionOfType(QliteException.class)
                .isThrownBy(() -> qlite.chat(tools))
                .withMessage("tools: a parrot uses none (provider polly)");
    }

    @Test
    void garbageIsNoAnswer() {
        parrot.enqueue(Answer.json(200, "{\"squawk\":1}"));

        assertThatExceptionOfType(QliteException.class)
                .isThrownBy(() -> qlite.chat(HELLO))
                .satisfies(e -> assertThat(e.status()).isEqualTo(502));
    }
}
