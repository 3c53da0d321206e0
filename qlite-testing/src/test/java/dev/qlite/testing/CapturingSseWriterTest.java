package dev.qlite.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.testing.CapturingSseWriter.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CapturingSseWriterTest {
    @Test
    void theLogHoldsEverythingInOrder() throws IOException {
        CapturingSseWriter writer = new CapturingSseWriter();
        writer.comment("keep-alive");
        writer.flush();
        writer.event(utf8("é"));
        writer.event(utf8("a\nb"));
        writer.flush();

        assertThat(writer.log())
                .containsExactly(
                        new Entry.Comment("keep-alive"),
                        new Entry.Flush(),
                        new Entry.Event("é"),
                        new Entry.Event("a\nb"),
                        new Entry.Flush());
        assertThat(writer.events()).containsExactly("é", "a\nb");
        assertThat(writer.flushes()).isEqualTo(2);
    }

    @Test
    void aClientLeavesAtTheWriteItWasToldTo() throws IOException {
        CapturingSseWriter writer = CapturingSseWriter.failingAt(3);
        writer.event(utf8("a"));
        writer.flush();
        writer.comment("b");
        writer.flush();

        assertThatThrownBy(() -> writer.event(utf8("c")))
                .isInstanceOf(IOException.class)
                .hasMessage("client: left");
        assertThat(writer.log())
                .containsExactly(new Entry.Event("a"), new Entry.Flush(), new Entry.Comment("b"), new Entry.Flush());
    }

    @Test
    void aClientThatLeftStaysAway() {
        CapturingSseWriter writer = CapturingSseWriter.failingAt(1);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> writer.comment("a")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> writer.event(utf8("a"))).isInstanceOf(IOException.class);
            assertThatThrownBy(writer::flush).isInstanceOf(IOException.class);
        }

        assertThat(writer.log()).isEmpty();
    }

    @Test
    void theFailingWriteIsPositive() {
        assertThatThrownBy(() -> CapturingSseWriter.failingAt(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("write: 0 (expected: > 0)");
    }

    @Test
    @Timeout(20)
    void anotherThreadSeesWhatWasWrittenAndMakesTheClientLeave() throws InterruptedException {
        CapturingSseWriter writer = new CapturingSseWriter();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        AtomicBoolean failed = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            try {
                writer.event(utf8("a"));
                written.countDown();
                looked.await();
                writer.event(utf8("b"));
            } catch (IOException | InterruptedException e) {
                failed.set(e instanceof IOException);
            }
        });
        thread.start();

        written.await();
        assertThat(writer.events()).containsExactly("a");
        writer.leave();
        looked.countDown();
        thread.join();
        assertThat(failed).isTrue();
        assertThat(writer.events()).containsExactly("a");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
