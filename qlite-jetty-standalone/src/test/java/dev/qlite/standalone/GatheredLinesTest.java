package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatheredLinesTest {
    private final Writes writes = new Writes();

    @Test
    void aLineAfterWhichNothingComesIsWritten() throws InterruptedException {
        try (GatheredLines lines = lines()) {
            lines.accept("first");
            assertThat(writes.next()).isEqualTo("first\n");
            lines.accept("zweite, größer");
            assertThat(writes.next()).isEqualTo("zweite, größer\n");
        }
    }

    @Test
    void linesThatComeTogetherAreWrittenTogether() {
        try (GatheredLines lines = lines()) {
            IntStream.range(0, 1000).forEach(i -> lines.accept("line " + i));
        }
        assertThat(writes.all()).isEqualTo(text(IntStream.range(0, 1000).mapToObj(i -> "line " + i)));
        assertThat(writes.count()).isLessThan(100);
    }

    @Test
    void aLineLongerThanAllThatIsGatheredIsWrittenWhole() {
        String line = "x".repeat(100_000);
        try (GatheredLines lines = lines()) {
            lines.accept("before");
            lines.accept(line);
            lines.accept("behind");
        }
        assertThat(writes.all()).isEqualTo("before\n" + line + "\nbehind\n");
    }

    @Test
    void noLineOfManyThreadsIsLostOrTorn() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        try (GatheredLines lines = lines()) {
            for (int t = 0; t < 8; t++) {
                String name = t + ": ";
                threads.add(new Thread(() -> IntStream.range(0, 5000).forEach(i -> lines.accept(name + i))));
            }
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        List<String> written = writes.all().lines().toList();
        assertThat(written).hasSize(8 * 5000);
        for (int t = 0; t < 8; t++) {
            String name = t + ": ";
            assertThat(written.stream().filter(line -> line.startsWith(name)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 5000).mapToObj(i -> name + i).toList());
        }
    }

    @Test
    void aLineAfterTheEndIsWrittenAtOnce() {
        GatheredLines lines = lines();
        lines.close();
        lines.accept("late");
        assertThat(writes.all()).isEqualTo("late\n");
    }

    private GatheredLines lines() {
        return new GatheredLines(new PrintStream(writes, false, StandardCharsets.UTF_8));
    }

    private static String text(Stream<String> lines) {
        return lines.map(line -> line + "\n").reduce("", String::concat);
    }

    /** What is written, as it is flushed. */
    private static final class Writes extends OutputStream {
        private final BlockingQueue<String> flushed = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private int count;

        @Override
        public synchronized void write(int b) {
            written.write(b);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
        }

        @Override
        public synchronized void flush() {
            if (written.size() > 0) {
                count++;
                flushed.add(written.toString(StandardCharsets.UTF_8));
                written.reset();
            }
        }

        synchronized int count() {
            return count;
        }

        String next() throws InterruptedException {
            return flushed.poll(10, TimeUnit.SECONDS);
        }

        String all() {
            return String.join("", flushed);
        }
    }
}
