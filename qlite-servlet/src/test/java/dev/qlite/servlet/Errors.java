package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What every error of the door has in common. */
final class Errors {
    private Errors() {}

    /** An error as OpenAI's clients expect it; gives its {@code error} member. */
    static Json assertError(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        return assertEnvelope(answer.body());
    }

    /** All four members, no more, and nothing of the inside of the server. */
    static Json assertEnvelope(String body) {
        assertThat(body)
                .doesNotContain("Exception")
                .doesNotContain("\tat ")
                .doesNotContain("dev.qlite")
                .doesNotContain("java.");
        Json document = Json.parse(body);
        Json error = document.require("error");
        assertThat(document.size()).isEqualTo(1);
        assertThat(error.size()).isEqualTo(4);
        assertThat(error.require("message").asString()).isNotBlank();
        assertThat(error.require("type").asString()).isNotBlank();
        error.require("param");
        error.require("code");
        return error;
    }

    /** A string member, or null where it is null. */
    static @Nullable String text(Json error, String member) {
        Json value = error.require(member);
        return value.isNull() ? null : value.asString();
    }
}
