package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of a request that is refused neither a key nor a word of the prompt is repeated: in no line of the log, in no answer. */
@OnEachContainer
class CanaryTest {
    private final Logs logs = Logs.open();
    private final Door door;

    CanaryTest(ContainerKind container) {
        this.door = BadInputs.door(container).open();
    }

    @AfterEach
    void close() {
        door.close();
        logs.close();
    }

    static List<BadInput> inputs() {
        return BadInputs.all();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void leavesNoTrace(BadInput input) {
        try (RawClient client = door.connect().send(input.bytes())) {
            assertNoTrace(client.toEnd());
        }
        door.close(); // the last line is in the log once the container has stopped
        assertThat(logs.lines()).isNotEmpty().allSatisfy(CanaryTest::assertNoTrace);
    }

    private static void assertNoTrace(String told) {
        assertThat(told)
                .doesNotContain(BadInput.PROMPT)
                .doesNotContain(BadInput.QLITE_KEY)
                .doesNotContain(BadInput.OTHER_KEY)
                .doesNotContain(Door.UPSTREAM_KEY);
    }
}
