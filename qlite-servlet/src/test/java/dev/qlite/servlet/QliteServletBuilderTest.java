package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.qlite.Qlite;
import dev.qlite.pipeline.Caller;
import dev.qlite.provider.mock.MockProvider;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QliteServletBuilderTest {
    static Stream<Arguments> contradictions() {
        ApiKeys keys = ApiKeys.builder().build();
        return Stream.of(
                said(
                        "2 times: apiKeys, allowAnonymous",
                        door -> door.apiKeys(keys).allowAnonymous()),
                said(
                        "2 times: allowAnonymous, apiKeys",
                        door -> door.allowAnonymous().apiKeys(keys)),
                said(
                        "2 times: callers, apiKeys",
                        door -> door.callers(request -> Caller.ANONYMOUS).apiKeys(keys)),
                said("2 times: apiKeys, apiKeys", door -> door.apiKeys(keys).apiKeys(keys)));
    }

    /** The last word could open what the first had closed. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("contradictions")
    void whoIsLetInIsSaidOnce(String said, UnaryOperator<QliteServlet.Builder> calls) {
        try (Qlite qlite = Qlite.builder()
                .provider(MockProvider.builder().build(), "mock-*")
                .build()) {
            QliteServlet.Builder builder = calls.apply(QliteServlet.builder(qlite));
            assertThatIllegalStateException()
                    .isThrownBy(builder::build)
                    .withMessage(
                            "who is let in was said " + said + " (expected: one of apiKeys, callers, allowAnonymous)");
        }
    }

    private static Arguments said(String said, UnaryOperator<QliteServlet.Builder> calls) {
        return Arguments.of(said, calls);
    }
}
