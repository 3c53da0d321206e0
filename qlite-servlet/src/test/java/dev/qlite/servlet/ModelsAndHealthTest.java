package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.testing.Answer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The paths that are not chat. */
@InEachMode
class ModelsAndHealthTest {
    private final Door door;

    ModelsAndHealthTest(Mode mode) {
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

    private static List<String> ids(Json list) {
        List<String> ids = new ArrayList<>();
        list.get("data").elements().forEach(model -> ids.add(model.get("id").asString()));
        return ids;
    }
}
