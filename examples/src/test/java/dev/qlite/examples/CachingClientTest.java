package dev.qlite.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CachingClientTest {
    @Test
    void theSecondAnswerAndTheStreamComeFromTheCache() {
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            CachingClient.main(new String[0]);
        } finally {
            System.setOut(stdout);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "This is the mock's answer to: Hello! MISS",
                        "This is the mock's answer to: Hello! HIT",
                        "This is the mock's answer to: Hello! HIT");
    }
}
