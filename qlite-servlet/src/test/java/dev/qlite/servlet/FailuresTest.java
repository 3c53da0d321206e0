package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.qlite.chat.ApiError;
import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.InternalErrorException;
import dev.qlite.chat.InvalidRequestException;
import dev.qlite.chat.LoopDetectedException;
import dev.qlite.chat.NotCachedException;
import dev.qlite.chat.OverloadedException;
import dev.qlite.chat.QliteException;
import dev.qlite.chat.UpstreamErrorException;
import dev.qlite.chat.UpstreamTimeoutException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CallFailedException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that a call can fail with, in each of the three places in which a client can meet it. */
@InEachMode
class FailuresTest {
    private final Mode mode;

    FailuresTest(Mode mode) {
        this.mode = mode;
    }

    /** A failure, and what a client sees of it; seconds to wait are null where nothing is said of them. */
    record Row(
            QliteException failure,
            int status,
            String type,
            @Nullable String code,
            @Nullable String retryAfter) {
        @Override
        public String toString() {
            return failure.getClass().getSimpleName() + " " + status;
        }
    }

    static List<Row> rows() {
        ApiError theirs = ApiError.of("I am a teapot", "their_type", "their_param", "their_code");
        return List.of(
                new Row(
                        InvalidRequestException.field("top_p", "too hot (expected: less)"),
                        400,
                        "invalid_request_error",
                        "invalid_value",
                        null),
                new Row(
                        new UpstreamErrorException("failing", 418, theirs, Duration.ofSeconds(7)),
                        418,
                        "their_type",
                        "their_code",
                        "7"),
                new Row(
                        new UpstreamTimeoutException("failing", "total", Duration.ofSeconds(1)),
                        504,
                        "server_error",
                        "upstream_timeout",
                        null),
                new Row(
                        UpstreamUnavailableException.of("failing", "garbage", null),
                        502,
                        "server_error",
                        "upstream_unavailable",
                        null),
                new Row(
                        UpstreamUnavailableException.busy("failing", "full", null),
                        503,
                        "server_error",
                        "upstream_unavailable",
                        "1"),
                new Row(CallCancelledException.cancelled(), 503, "server_error", "cancelled", null),
                new Row(CallCancelledException.outOfTime(), 504, "server_error", "timeout", null),
                new Row(new OverloadedException("full"), 503, "server_error", "overloaded", "1"),
                new Row(new NotCachedException(), 504, "invalid_request_error", "not_cached", null),
                new Row(new LoopDetectedException("failing"), 508, "server_error", "loop_detected", null),
                new Row(
                        new InternalErrorException(new IllegalStateException("canary")),
                        500,
                        "server_error",
                        "internal_error",
                        null));
    }

    @Test
    void everyLeafHasARow() {
        Stream<String> leaves = new ClassFileImporter()
                .importPackages("dev.qlite").stream()
                        .filter(type -> type.isAssignableTo(QliteException.class))
                        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                        .map(JavaClass::getName)
                        .filter(name -> !name.equals(CallFailedException.class.getName())); // it wraps each of them

        assertThat(leaves.toList())
                .containsExactlyInAnyOrderElementsOf(rows().stream()
                        .map(row -> row.failure.getClass().getName())
                        .distinct()
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void inPlaceOfAPlainAnswer(Row row) {
        try (Door door = door(new FailingProvider(row.failure, false))) {
            assertStatus(door.chat(Chats.plain("failing", "hi")), row);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void beforeTheFirstContentOfAStream(Row row) {
        try (Door door = door(new FailingProvider(row.failure, false))) {
            assertStatus(door.chat(Chats.streamed("failing", "hi")), row);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void withinAStream(Row row) {
        FailingProvider provider = new FailingProvider(row.failure, true);
        try (Door door = door(provider);
                RawClient client = door.ask(Chats.streamed("failing", "hi"))) {
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.chunk()).isEqualTo(Chats.framed(Chats.ONE));

            provider.fail();

            List<String> rest = Chats.data(client.chunks());
            assertThat(rest).hasSize(1).doesNotContain(Chats.DONE);
            assertError(Errors.assertEnvelope(rest.get(0)), row);
        }
    }

    private Door door(FailingProvider provider) {
        return Door.with(mode).provider(provider).open();
    }

    private static void assertStatus(HttpResponse<String> answer, Row row) {
        assertError(Errors.assertError(answer, row.status), row);
        assertThat(answer.headers().firstValue("Retry-After").orElse(null)).isEqualTo(row.retryAfter);
        assertThat(answer.headers().firstValue("X-Provider")).contains("failing");
    }

    private static void assertError(Json error, Row row) {
        assertThat(Errors.text(error, "type")).isEqualTo(row.type);
        assertThat(Errors.text(error, "code")).isEqualTo(row.code);
        assertThat(Errors.text(error, "param")).isEqualTo(row.failure.param());
        assertThat(error.toString()).doesNotContain("canary");
    }
}
