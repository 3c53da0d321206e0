package dev.qlite.testing.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.qlite.Qlite;
import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.testing.Answer;
import dev.qlite.testing.RecordedRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a client's request reaches the upstream. */
final class RequestOnTheWireTest extends GatewayFixture {
    private static final String PLAIN =
            "\n{ \"messages\" :[{\"role\":\"user\",\"content\":\"\\u0048i \\/ \u00e4\uD83D\uDE00\",\"x\":{}}],\r\n\t"
                    + "\"temperature\": 1.50,\"seed\":1e2,\"x_unknown\":[ 1 , {\"deep\":null}],\"model\":\"MODEL\" } \r\n";

    @Test
    void aPlainRequestGoesAsItCameByteForByte() {
        assertThat(sent(gateway(), PLAIN.replace("MODEL", "m-1"))).isEqualTo(PLAIN.replace("MODEL", "m-1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "up/m-1"})
    void onlyTheModelChangesWhereItHasAnotherNameUpstream(String name) {
        assertThat(sent(gateway(), PLAIN.replace("MODEL", name))).isEqualTo(PLAIN.replace("MODEL", "m-1"));
    }

    @Test
    void aPrefixReachesModelsThatNoPatternNames() {
        assertThat(sent(gateway(), PLAIN.replace("MODEL", "up/org/other:1")))
                .isEqualTo(PLAIN.replace("MODEL", "org/other:1"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            , "stream":true                                                    | , "stream":true,"stream_options":{"include_usage":true}
            , "stream":true,"stream_options":null                              | , "stream":true,"stream_options":{"include_usage":true}
            , "stream":true,"stream_options":{}                                | , "stream":true,"stream_options":{"include_usage":true}
            , "stream":true,"stream_options":{"include_usage" : false}         | , "stream":true,"stream_options":{"include_usage" : true}
            , "stream":true,"stream_options" : { "include_obfuscation":false } | , "stream":true,"stream_options" : { "include_obfuscation":false,"include_usage":true }
            """)
    void aStreamIsAlwaysAskedForItsUsage(String asked, String expected) {
        assertThat(sent(gateway(), streamed(asked))).isEqualTo(streamed(expected));
    }

    @Test
    void aStreamThatAsksForItsUsageGoesAsItCame() {
        String body = "  " + streamed(", \"stream\" : true, \"stream_options\":{ \"include_usage\" :true }") + "\n";
        assertThat(sent(gateway(), body)).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            , "stream":true                                                                     | , "stream":true
            , "stream":true,"stream_options":{"include_usage":true}                             | , "stream":true
            , "stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false} | , "stream":true,"stream_options":{"include_obfuscation":false}
            """)
    void aServerThatRejectsTheAskIsNeverAsked(String asked, String expected) {
        Qlite qlite = setup().settings(s -> s.includeUsage(false)).open();
        assertThat(sent(qlite, streamed(asked))).isEqualTo(streamed(expected));
    }

    @ParameterizedTest
    @EnumSource
    void headersAreMadeAfresh(Mode mode) {
        Qlite qlite = gateway();
        upstream.enqueue(Said.whole(mode));
        qlite.handle(mode.call()
                        .caller(Caller.ofKey("sk-of-the-caller"))
                        .cacheControl(CacheControl.parse("no-cache"))
                        .requestId("req-1")
                        .context("Authorization", "Bearer sk-of-the-caller")
                        .build())
                .close();

        RecordedRequest request = upstream.takeRequest(SOON);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/chat/completions");
        assertThat(lines(request))
                .containsExactlyInAnyOrder(
                        "Host: 127.0.0.1:" + upstream.port(),
                        "Content-Length: " + request.body().length,
                        "Content-Type: application/json",
                        "Accept: " + (mode == Mode.PLAIN ? "application/json" : "text/event-stream"),
                        "User-Agent: qlite",
                        "CDN-Loop: " + request.header("CDN-Loop"),
                        "Authorization: Bearer " + KEY);
    }

    @Test
    void configuredHeadersAreAddedAndReplaceOwnOnes() {
        Qlite qlite = keyless()
                .settings(s -> s.header("X-Org", "team")
                        .header("user-agent", "mine")
                        .secretHeader("authorization", "Basic Zm9v"))
                .open();
        upstream.enqueue(Said.whole(Mode.PLAIN));
        text(qlite, Mode.PLAIN);

        RecordedRequest request = upstream.takeRequest(SOON);
        assertThat(request.header("X-Org")).isEqualTo("team");
        assertThat(request.headers().all("User-Agent")).containsExactly("mine");
        assertThat(request.headers().all("Authorization")).containsExactly("Basic Zm9v");
    }

    @Test
    void aKeyMayGoIntoAHeaderOfItsOwn() {
        upstream.enqueue(Said.whole(Mode.PLAIN));
        text(setup().settings(s -> s.authHeader("api-key")).open(), Mode.PLAIN);

        RecordedRequest request = upstream.takeRequest(SOON);
        assertThat(request.header("api-key")).isEqualTo(KEY);
        assertThat(request.header("Authorization")).isNull();
    }

    @ParameterizedTest
    @CsvSource({"Authorization, Bearer sk-of-the-caller", "api-key, sk-of-the-caller"})
    void theCallersOwnKeyGoesWhereAskedFor(String header, String value) {
        Qlite qlite = keyless().settings(s -> s.callersKey().authHeader(header)).open();
        for (Mode mode : Mode.values()) {
            upstream.enqueue(Said.whole(mode));
            qlite.handle(mode.call()
                            .cacheControl(CacheControl.parse("no-cache"))
                            .credential(Secret.of("sk-of-the-caller"))
                            .build())
                    .close();

            assertThat(upstream.takeRequest(SOON).headers().all(header)).containsExactly(value);
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyWithoutAKeyIsAnsweredWhereCallersBringTheirs(Mode mode) {
        Qlite qlite = keyless().settings(ProviderSettings.Builder::callersKey).open();
        assertThat(catchThrowableOfType(
                        QliteException.class, () -> qlite.handle(mode.call().build())))
                .hasMessageStartingWith("provider up: is asked with the caller's own key, and none came")
                .extracting(QliteException::status)
                .isEqualTo(401);
        assertThat(upstream.calls()).isZero();
    }

    @Test
    void whereCallersBringTheirKeysNobodyIsAskedForTheModels() {
        Qlite qlite = keyless().settings(ProviderSettings.Builder::callersKey).open();

        assertThat(qlite.models()).extracting(Model::id).containsExactly("fast");
        assertThat(upstream.calls()).isZero();
    }

    @Test
    void aBaseUrlMayEndInASlash() {
        upstream.enqueue(Said.whole(Mode.PLAIN));
        text(setup(upstream.uri("/openai/v1/")).open(), Mode.PLAIN);

        assertThat(upstream.takeRequest(SOON).path()).isEqualTo("/openai/v1/chat/completions");
    }

    @Test
    void theListOfModelsIsAskedWithTheSameHeaders() {
        Qlite qlite = gateway();
        upstream.enqueue(Answer.json(200, "{\"object\":\"list\",\"data\":[{\"id\":\"m-7\",\"owned_by\":\"o\"}, {}]}"));

        assertThat(qlite.models()).anyMatch(model -> model.id().equals("m-7"));
        RecordedRequest request = upstream.takeRequest(SOON);
        assertThat(request.method() + " " + request.path()).isEqualTo("GET /v1/models");
        assertThat(request.header("Authorization")).isEqualTo("Bearer " + KEY);
    }

    private String sent(Qlite qlite, String body) {
        upstream.enqueue(body.contains("\"stream\"") ? Said.whole(Mode.STREAMED) : Said.whole(Mode.PLAIN));
        qlite.handle(Mode.callOf(body).build()).close();
        return upstream.takeRequest(SOON).text();
    }

    private static String streamed(String rest) {
        return "{\"model\":\"m-1\", \"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]" + rest + "}";
    }

    private static List<String> lines(RecordedRequest request) {
        List<String> lines = new ArrayList<>();
        request.headers().forEach((name, value) -> lines.add(name + ": " + value));
        return lines;
    }
}
