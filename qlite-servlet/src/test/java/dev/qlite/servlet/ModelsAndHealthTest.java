package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import dev.qlite.Qlite;
import dev.qlite.json.Json;
import dev.qlite.provider.mock.MockProvider;
import dev.qlite.testing.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The paths that are not chat. */
@InEachMode
class ModelsAndHealthTest {
    private final Mode mode;
    private final Door door;

    ModelsAndHealthTest(Mode mode) {
        this.mode = mode;
        door = Door.open(mode);
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void healthIsOkAndAsksNobody() {
        HttpResponse<String> health = door.get("/health?verbose=1");

        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(health.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(door.upstream.calls()).isZero();
    }

    @Test
    void modelsAreAliasesExactNamesAndTheUpstreamsListAsFarAsItIsServed() {
        door.upstream.enqueue(Answer.json(
                200,
                "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-4o\",\"owned_by\":\"openai\"},"
                        + "{\"id\":\"gpt-5\",\"owned_by\":\"openai\"},{\"id\":\"sora\",\"owned_by\":\"openai\"}]}"));

        HttpResponse<String> models = door.get("/v1/models");

        assertThat(models.statusCode()).isEqualTo(200);
        assertThat(models.headers().allValues("Content-Type")).containsExactly("application/json");
        Json list = Json.parse(models.body());
        assertThat(list.get("object").asString()).isEqualTo("list");
        assertThat(ids(list)).containsExactly("fast", "gpt-4o", "gpt-5");
        assertThat(list.get("data").get(2).get("owned_by").asString()).isEqualTo("openai");
        assertThat(list.get("data").get(2).get("object").asString()).isEqualTo("model");
        assertThat(door.upstream.takeRequest(Door.SOON).path()).isEqualTo("/v1/models");
    }

    @Test
    void anUpstreamThatCannotListIsLeftOut() {
        door.upstream.enqueue(
                Answer.status(500).header("Content-Type", "text/html").body("<html>"));

        HttpResponse<String> models = door.get("/v1/models");

        assertThat(models.statusCode()).isEqualTo(200);
        assertThat(ids(Json.parse(models.body()))).containsExactly("fast", "gpt-4o");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, gpt-4o, up",
        "gpt-never-listed, gpt-never-listed, up",
        "fast, fast, up",
        "mock-gpt, mock-gpt, mock",
        "up/anything, up/anything, up",
        "up%2Fanything, up/anything, up",
        "gpt-%C3%A4+b, gpt-ä+b, up"
    })
    void oneModelSaysWhoAnswers(String path, String id, String owner) {
        HttpResponse<String> model = door.get("/v1/models/" + path);

        assertThat(model.statusCode()).as(model.body()).isEqualTo(200);
        assertThat(Json.parse(model.body()))
                .isEqualTo(Json.parse(
                        "{\"id\":\"" + id + "\",\"object\":\"model\",\"created\":0,\"owned_by\":\"" + owner + "\"}"));
        assertThat(door.upstream.calls()).isZero();
    }

    @Test
    void oneThatNobodyServesIsA404WithTheNearest() {
        Json error = Errors.assertError(door.get("/v1/models/gtp-4o"), 404);
        assertThat(error.get("message").asString()).contains("gpt-4o");
        Errors.assertError(door.get("/v1/models/"), 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/ready", "/health/live"})
    void headIsAnsweredAsGetWithoutItsBody(String path) {
        HttpResponse<String> head =
                door.text(door.request(path, "HEAD", BodyPublishers.noBody()).build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(door.get(path).body()).isEqualTo("{\"status\":\"ok\"}");
    }

    @Test
    void whatIsNotReadySaysWhy() throws Exception {
        try (Qlite qlite = Qlite.builder()
                        .provider(MockProvider.builder().build(), "mock-*")
                        .build();
                Application application = Application.of(
                        mode.container(),
                        QliteServlet.builder(qlite).obstacle(() -> "stopping").build())) {
            HttpResponse<String> ready = application.get("/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).isEqualTo("{\"status\":\"not ready\",\"reason\":\"stopping\"}");
            assertThat(application.get("/health").statusCode()).isEqualTo(503);
            assertThat(application.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void openAisClientFindsAModelWithASlash() {
        OpenAIClient client = OpenAIOkHttpClient.builder()
                .baseUrl(door.uri("/v1").toString())
                .apiKey("sk-client")
                .maxRetries(0)
                .build();
        try {
            assertThat(client.models().retrieve("up/gpt-4o").id()).isEqualTo("up/gpt-4o");
            assertThatExceptionOfType(NotFoundException.class)
                    .isThrownBy(() -> client.models().retrieve("nobodys"));
        } finally {
            client.close();
        }
    }

    @Test
    void anObstacleThatBreaksIsA500ThatTellsNothing() throws Exception {
        Supplier<@Nullable String> broken = () -> {
            throw new IllegalStateException("canary");
        };
        try (Qlite qlite = Qlite.builder()
                        .provider(MockProvider.builder().build(), "mock-*")
                        .build();
                Application application = Application.of(
                        mode.container(),
                        QliteServlet.builder(qlite).obstacle(broken).build())) {
            HttpResponse<String> ready = application.get("/health/ready");
            Errors.assertError(ready, 500);
            assertThat(ready.body()).doesNotContain("canary");
        }
    }

    private static List<String> ids(Json list) {
        List<String> ids = new ArrayList<>();
        list.get("data").elements().forEach(model -> ids.add(model.get("id").asString()));
        return ids;
    }
}
