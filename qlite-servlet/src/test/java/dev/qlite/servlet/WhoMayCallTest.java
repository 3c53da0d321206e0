package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.UnauthorizedException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Secret;
import java.net.http.HttpResponse;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, under what name; the others are told what is missing, and nothing of what they sent. */
@InEachMode
class WhoMayCallTest {
    private static final String OLD = "qk-canary-old-1";
    private static final String NEW = "qk-canary-new-2";
    private static final String OTHERS = "qk-canary-others-3";
    private static final String WRONG = "qk-canary-wrong-4";
    private static final String PROMPT = "canary-prompt-5";

    private final Mode mode;
    private final ApiKeys keys = ApiKeys.builder()
            .key("team-a", Secret.of(OLD))
            .key("team-a", Secret.of(NEW))
            .key("team-b", Secret.of(OTHERS))
            .build();

    WhoMayCallTest(Mode mode) {
        this.mode = mode;
    }

    @Test
    void aKeysNameIsTheCallerAndTheCachesScope() {
        try (Door door = door()) {
            assertThat(ask(door, "Authorization", "Bearer " + OLD)).contains("MISS");
            assertThat(door.takeReceipt().caller()).isEqualTo(Caller.named("team-a"));
            assertThat(ask(door, "Authorization", "bearer  " + NEW)).contains("HIT");
            assertThat(ask(door, "X-Qlite-Key", NEW)).contains("HIT");
            assertThat(ask(door, "Authorization", "Bearer " + OTHERS)).contains("MISS");
        }
    }

    @Test
    void theOwnHeaderAloneCountsIfItIsSent() {
        try (Door door = door()) {
            assertThat(ask(door, "X-Qlite-Key", OLD, "Authorization", "Bearer " + WRONG))
                    .contains("MISS");
            assertRefused(door.chat(body(), "X-Qlite-Key", WRONG, "Authorization", "Bearer " + OLD), "not known");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Authorization, Bearer qk-canary-wrong-4, not known",
        "Authorization, Bearer, is not a Bearer's",
        "Authorization, Basic qk-canary-old-1, is not a Bearer's",
        "Authorization, qk-canary-old-1, is not a Bearer's",
        "X-Qlite-Key, '', not known",
        "X-Qlite-Key, Bearer qk-canary-old-1, not known",
        "api-key, qk-canary-old-1, not looked for in api-key",
        "x-api-key, qk-canary-old-1, not looked for in x-api-key",
        "X-Other, x, missing"
    })
    void othersAreToldWhatIsMissing(String header, String value, String why) {
        try (Logs logs = Logs.open();
                Door door = door()) {
            assertRefused(door.chat(body(), header, value), why);
            assertThat(logs.lines()).noneMatch(line -> line.contains("canary"));
        }
    }

    @Test
    void aKeyInTheQueryOrTwiceIsRefused() {
        try (Door door = door()) {
            assertRefused(door.get("/v1/models?api_key=" + OLD), "not looked for in the query");
            assertRefused(
                    door.chat(body(), "Authorization", "Bearer " + OLD, "Authorization", "Bearer " + NEW),
                    "sent twice");
        }
    }

    @Test
    void nobodyIsAskedForAKeyAtTheHealth() {
        try (Door door = door()) {
            assertThat(door.get("/health").statusCode()).isEqualTo(200);
            assertRefused(door.get("/v1/models"), "missing");
        }
    }

    @Test
    void aRefusalComesBeforeTheBodyIsRead() {
        try (Door door = door();
                RawClient client = door.connect()) {
            client.begin("/v1/chat/completions", 1_000);
            assertThat(client.head().status()).isEqualTo(401);
        }
    }

    @Test
    void openAisClientHasItsTypedError() {
        try (Door door = door()) {
            OpenAIClient client = OpenAIOkHttpClient.builder()
                    .baseUrl(door.uri("/v1").toString())
                    .apiKey(WRONG)
                    .maxRetries(0)
                    .build();
            Assertions.assertThatExceptionOfType(UnauthorizedException.class)
                    .isThrownBy(() -> client.models().list());
            client.close();
        }
    }

    @Test
    void byDefaultOnlyAPrincipalIsLetIn() {
        try (Door door = Door.with(mode).callers(CallerResolver.principal()).open()) {
            HttpResponse<String> answer = door.chat(body(), "Authorization", "Bearer " + OLD);
            Json error = Errors.assertError(answer, 401);
            assertThat(error.get("code").asString()).isEqualTo("no_caller");
            assertThat(error.get("message").asString()).contains("allowAnonymous");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-0123", "anonymous"})
    void aResolverOfOnesOwnDecides(String name) {
        CallerResolver own = request -> request.getHeader("X-User") == null ? null : Caller.named(name);
        try (Door door = Door.with(mode).callers(own).open()) {
            assertThat(ask(door, "X-User", "u")).contains("MISS");
            assertThat(door.takeReceipt().caller())
                    .isEqualTo(Caller.named(name))
                    .isNotEqualTo(Caller.ANONYMOUS);
            Errors.assertError(door.chat(body()), 401);
        }
    }

    @Test
    void aResolverThatBreaksLetsNobodyInAndTellsNothing() throws InterruptedException {
        CallerResolver broken = request -> {
            throw new IllegalStateException("the directory is down");
        };
        try (Logs logs = Logs.open();
                Door door = Door.with(mode).callers(broken).open()) {
            HttpResponse<String> answer = door.chat(body());

            Errors.assertError(answer, 500);
            assertThat(answer.body()).doesNotContain("directory");
            logs.await("the directory is down");
        }
    }

    /** Another's answer is not found by a key that has the hash of its name, nor the other way round. */
    @Test
    void aNamedCallerAndAnUnverifiedKeyShareNoCache() {
        Caller unverified = Caller.ofKey(WRONG);
        CallerResolver own = request ->
                request.getHeader("X-User") == null ? Caller.ofKey(WRONG) : Caller.named(request.getHeader("X-User"));
        try (Door door = Door.with(mode).callers(own).open()) {
            assertThat(ask(door, "X-Other", "x")).contains("MISS");
            assertThat(ask(door, "X-User", unverified.id())).contains("MISS");
            assertThat(ask(door, "X-Other", "x")).contains("HIT");
        }
    }

    private Door door() {
        return Door.with(mode).callers(CallerResolver.keys(keys)).open();
    }

    private static String body() {
        return Chats.plain("mock-gpt", PROMPT);
    }

    private static List<String> ask(Door door, String... headers) {
        HttpResponse<String> answer = door.chat(body(), headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().allValues("X-Cache");
    }

    private static void assertRefused(HttpResponse<String> answer, String why) {
        Json error = Errors.assertError(answer, 401);
        assertThat(error.get("code").asString()).isEqualTo("invalid_api_key");
        assertThat(error.get("message").asString()).contains(why);
        assertThat(answer.body()).doesNotContain("canary");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
    }
}
