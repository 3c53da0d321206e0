package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Secret;
import dev.qlite.testing.Answer;
import dev.qlite.testing.RecordedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers that are asked with the caller's own key: who must bring one, where it goes, and where it never goes. */
@InEachMode
class CallersKeyTest {
    private static final String A = "qk-canary-a";
    private static final String A_TOO = "qk-canary-a-too";
    private static final String B = "qk-canary-b";
    private static final String ONE = "sk-canary-theirs-1";
    private static final String TWO = "sk-canary-theirs-2";
    private static final CallerResolver KEYS = CallerResolver.keys(ApiKeys.builder()
            .key("team-a", Secret.of(A))
            .key("team-a", Secret.of(A_TOO))
            .key("team-b", Secret.of(B))
            .build());

    private final Mode mode;

    CallersKeyTest(Mode mode) {
        this.mode = mode;
    }

    @Test
    void theBearersKeyGoesToThatProviderAndToNoOther() {
        try (Door door = Door.open(mode)) {
            assertThat(ask(door, "their-1", "Authorization", "Bearer " + ONE)).isEqualTo("MISS");
            assertThat(sent(door)).containsExactly("Bearer " + ONE);
            assertThat(door.takeReceipt().caller()).isEqualTo(Caller.ofKey(ONE));

            assertThat(ask(door, "gpt-4o", "Authorization", "Bearer " + ONE)).isEqualTo("MISS");
            assertThat(sent(door)).containsExactly("Bearer " + Door.UPSTREAM_KEY);
        }
    }

    @Test
    void nothingElseOfTheCallersGoesAlong() {
        try (Door door = Door.with(mode).callers(KEYS).open()) {
            ask(door, "their-1", "X-Qlite-Key", A, "Authorization", "Bearer " + ONE, "X-Canary", "c", "Cookie", "c=d");
            RecordedRequest request = door.upstream.takeRequest(Door.SOON);
            assertThat(request.headers().names())
                    .containsExactlyInAnyOrder(
                            "host",
                            "content-length",
                            "content-type",
                            "accept",
                            "user-agent",
                            "cdn-loop",
                            "authorization");
        }
    }

    @Test
    void theKeyIsTheCachesScope() {
        try (Door door = Door.open(mode)) {
            assertThat(ask(door, "their-1", "Authorization", "Bearer " + ONE)).isEqualTo("MISS");
            assertThat(ask(door, "their-1", "Authorization", "bearer  " + ONE)).isEqualTo("HIT");
            assertThat(ask(door, "their-1", "Authorization", "Bearer " + TWO)).isEqualTo("MISS");
        }
    }

    @Test
    void whereCallersHaveNamesTheNameAndTheKeyAreTheScope() {
        try (Door door = Door.with(mode).callers(KEYS).open()) {
            assertThat(both(door, A, ONE)).isEqualTo("MISS");
            assertThat(door.takeReceipt().caller()).isEqualTo(Caller.named("team-a"));
            assertThat(both(door, A_TOO, ONE)).isEqualTo("HIT");
            assertThat(both(door, B, ONE)).isEqualTo("MISS");
            assertThat(both(door, A, TWO)).isEqualTo("MISS");
        }
    }

    /** One resolver may call everybody by one name: the accounts stay apart. */
    @Test
    void callersOfOneNameWithTwoKeysShareNothing() {
        try (Door door = Door.with(mode).callers(new Forwarding("all")).open()) {
            assertThat(ask(door, "their-1", "X-Their-Key", ONE)).isEqualTo("MISS");
            assertThat(sent(door)).containsExactly("Bearer " + ONE);
            assertThat(ask(door, "their-1", "X-Their-Key", ONE)).isEqualTo("HIT");
            assertThat(ask(door, "their-1", "X-Their-Key", TWO)).isEqualTo("MISS");
        }
    }

    @Test
    void whatPassesUnreadIsAskedWithTheCallersKeyToo() {
        try (Door door = Door.open(mode)) {
            door.upstream.always(Answer.json(200, "{}"));
            String body = "{\"model\":\"their-1\",\"input\":\"a\"}";
            HttpRequest.Builder request = door.request("/v1/responses", "POST", BodyPublishers.ofString(body))
                    .header("Content-Type", "application/json");

            assertThat(door.text(request.header("Authorization", "Bearer " + ONE)
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(sent(door)).containsExactly("Bearer " + ONE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {A, A_TOO})
    void aKeyOfQlitesOwnIsNeverSentOn(String key) {
        try (Logs logs = Logs.open();
                Door door = Door.with(mode).callers(KEYS).open()) {
            assertRefused(door, "Authorization", "Bearer " + key);
            assertRefused(door, "X-Qlite-Key", key);
            assertRefused(door, "X-Qlite-Key", key, "Authorization", "Bearer " + key);
            assertRefused(door, "X-Qlite-Key", key, "Authorization", "Bearer " + B);
            assertThat(ask(door, "gpt-4o", "Authorization", "Bearer " + key)).isEqualTo("MISS");
            assertThat(sent(door)).containsExactly("Bearer " + Door.UPSTREAM_KEY);
            assertThat(logs.lines()).noneMatch(line -> line.contains("canary"));
        }
    }

    @ParameterizedTest
    @CsvSource({"X-Other, x", "Authorization, Basic sk-canary", "Authorization, sk-canary", "Authorization, Bearer"})
    void withoutABearersKeyItIsRefusedInWords(String header, String value) {
        try (Door door = Door.open(mode)) {
            assertRefused(door, header, value);
        }
    }

    @Test
    void twoKeysAreNone() {
        try (Door door = Door.open(mode)) {
            assertRefused(door, "Authorization", "Bearer " + ONE, "Authorization", "Bearer " + TWO);
        }
    }

    /** It may be what let the caller into the application. */
    @Test
    void ofAPrincipalNothingIsForwarded() throws Exception {
        CallerResolver own = request -> Caller.named("somebody");
        try (Door door = Door.with(mode).callers(own).open()) {
            assertRefused(door, "Authorization", "Bearer " + ONE);
        }
        ApiKeyFilter guard =
                new ApiKeyFilter(ApiKeys.builder().key("team-a", Secret.of(A)).build());
        try (Application guarded = Application.of(
                mode.container(),
                (request, response) -> response.getWriter()
                        .print(CallerResolver.principal().credential(request) + ", "
                                + CallerResolver.anybody().credential(request)),
                guard)) {
            assertThat(guarded.get("/", "X-Qlite-Key", A, "Authorization", "Bearer " + ONE)
                            .body())
                    .isEqualTo("null, null");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void whatTheProviderSaysOfTheKeyReachesTheCaller(int status) {
        String body = "{\"error\":{\"message\":\"Incorrect API key: sk-…s-1\",\"type\":\"x\",\"param\":null,"
                + "\"code\":\"invalid_api_key\"} }";
        try (Door door = Door.open(mode)) {
            door.upstream.always(Answer.json(status, body));
            for (String chat : List.of(Chats.plain("their-1", "hi"), Chats.streamed("their-1", "hi"))) {
                HttpResponse<String> answer = door.chat(chat, "Authorization", "Bearer " + ONE);
                assertThat(answer.statusCode()).isEqualTo(status);
                assertThat(answer.body()).isEqualTo(body);
                assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent())
                        .isEqualTo(status == 401);
            }
            Errors.assertError(door.chat(Chats.plain("hi"), "Authorization", "Bearer " + ONE), 502);
        }
    }

    @Test
    void openAisClientHasItsTypedErrorAndTheProvidersWords() {
        try (Door door = Door.open(mode)) {
            door.upstream.enqueue(Answer.json(401, "{\"detail\":\"unknown key\"}"));
            OpenAIClient client = OpenAIOkHttpClient.builder()
                    .baseUrl(door.uri("/v1").toString())
                    .apiKey(ONE)
                    .maxRetries(0)
                    .build();
            ChatCompletionCreateParams question = ChatCompletionCreateParams.builder()
                    .model("their-1")
                    .addUserMessage("hi")
                    .build();
            assertThatExceptionOfType(UnauthorizedException.class)
                    .isThrownBy(() -> client.chat().completions().create(question))
                    .withMessageContaining("unknown key");
            client.close();
        }
    }

    @Test
    void theModelsAreNotAskedFor() {
        try (Door door = Door.open(mode)) {
            door.upstream.enqueue(Answer.json(200, "{\"data\":[{\"id\":\"gpt-9\"},{\"id\":\"their-9\"}]}"));
            assertThat(door.get("/v1/models").body()).contains("gpt-9").doesNotContain("their-9");
            assertThat(sent(door)).containsExactly("Bearer " + Door.UPSTREAM_KEY);
            assertThat(door.upstream.calls()).isEqualTo(1);
        }
    }

    @Test
    void nothingOfTheKeyIsInALogOrAnError() {
        try (Logs logs = Logs.open()) {
            try (Door door = Door.open(mode)) {
                door.upstream.always(Answer.status(500).body("no"));
                for (String body : List.of(Chats.plain("their-1", "hi"), Chats.streamed("their-1", "hi"), "{")) {
                    assertThat(door.chat(body, "Authorization", "Bearer " + ONE).body())
                            .doesNotContain("canary");
                }
            }
            assertThat(logs.lines()).isNotEmpty().noneMatch(line -> line.contains("canary"));
        }
    }

    private static String both(Door door, String own, String theirs) {
        return ask(door, "their-1", "X-Qlite-Key", own, "Authorization", "Bearer " + theirs);
    }

    /** What the cache had to do with a question that is answered. */
    private static String ask(Door door, String model, String... headers) {
        door.upstream.always(Chats.document());
        HttpResponse<String> answer = door.chat(Chats.plain(model, "hi"), headers);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.headers().firstValue("X-Cache").orElseThrow();
    }

    /** The credentials of the oldest request that the upstream has got. */
    private static List<String> sent(Door door) {
        return door.upstream.takeRequest(Door.SOON).headers().all("Authorization");
    }

    private static void assertRefused(Door door, String... headers) {
        int calls = door.upstream.calls();
        HttpResponse<String> answer = door.chat(Chats.plain("their-1", "hi"), headers);
        Json error = Errors.assertError(answer, 401);
        assertThat(error.get("message").asString())
                .startsWith("provider theirs: ")
                .contains("X-Qlite-Key");
        assertThat(error.get("code").asString()).isEqualTo("invalid_api_key");
        assertThat(answer.body()).doesNotContain("canary");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(door.upstream.calls()).isEqualTo(calls);
    }

    /** An application that has its own idea of where callers' keys are. */
    private record Forwarding(String name) implements CallerResolver {
        @Override
        public Caller resolve(HttpServletRequest request) {
            return Caller.named(name);
        }

        @Override
        public @Nullable Secret credential(HttpServletRequest request) {
            return Secret.of(request.getHeader("X-Their-Key"));
        }
    }
}
