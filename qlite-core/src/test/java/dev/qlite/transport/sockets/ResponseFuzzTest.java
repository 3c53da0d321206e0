package dev.qlite.transport.sockets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.transport.ResponseHead;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Compares the reader of answers with {@link JettyOracle} on answers that are nearly right, cut into any pieces: two seconds
 * in the build, longer with {@code -Dqlite.fuzz.seconds=1800}, other answers with {@code -Dqlite.fuzz.seed=7}.
 *
 * <p>Where one refuses what the other takes, a row of {@code jetty-differences.txt} says why that is right. Two readings
 * of one answer that both take are a failure.
 */
class ResponseFuzzTest {
    private static final long SECONDS = Long.getLong("qlite.fuzz.seconds", 2);
    private static final long SEED = Long.getLong("qlite.fuzz.seed", 20_261_124);
    private static final long MOST = System.getProperty("qlite.fuzz.seconds") == null ? 200_000 : Long.MAX_VALUE;

    private final Random random = new Random(SEED);

    @Test
    void whatItTakesIsWhatJettyTakes() throws IOException {
        Set<String> reviewed = reviewed();
        TreeMap<String, String> unknown = new TreeMap<>();
        AnswerMutator mutator = new AnswerMutator(SEED);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long answers = 0;
        long taken = 0;
        while (answers < MOST && System.nanoTime() < end) {
            byte[] answer = mutator.next();
            answers++;
            Verdict ours = read(answer);
            Verdict jettys = JettyOracle.read(answer);
            taken += ours.whole() ? 1 : 0;
            String difference = difference(ours, jettys);
            if (difference != null && !reviewed.contains(difference)) {
                unknown.putIfAbsent(
                        difference, new String(answer, ISO_8859_1) + "\n   ours " + ours + "\n   Jetty " + jettys);
            }
        }
        System.out.println("HTTP fuzz: seed " + SEED + ", " + answers + " answers, " + taken + " whole");
        assertThat(unknown).as("differences that nobody has reviewed").isEmpty();
        assertThat(taken).isBetween(1L, answers - 1);
    }

    /** What is refused, and what is not there to its end, is no answer: why one reader says so does not matter. */
    private static @Nullable String difference(Verdict ours, Verdict jettys) {
        if (ours.whole() && jettys.whole()) {
            return ours.equals(jettys) ? null : "two readings";
        }
        if (ours.whole() == jettys.whole()) {
            return null;
        }
        Verdict other = ours.whole() ? jettys : ours;
        String why = other.refused() == null ? "not whole" : other.refused();
        int example = why.indexOf('='); // as in "Illegal character CNTL=0x0"
        return (ours.whole() ? "taken: " : "refused: ") + (example < 0 ? why : why.substring(0, example));
    }

    /** In random pieces; the buffer grows as a connection's does. */
    private Verdict read(byte[] answer) {
        ResponseParser parser = new ResponseParser("POST");
        ByteBuffer unread = ByteBuffer.allocate(answer.length + 1).limit(0);
        ByteBuffer body = ByteBuffer.allocate(answer.length + 1);
        ResponseHead head = null;
        int given = 0;
        try {
            while (true) {
                if (head == null) {
                    head = parser.head(unread);
                }
                if (head != null) {
                    parser.body().move(unread, body);
                    if (parser.body().ended()) {
                        break;
                    }
                }
                if (given == answer.length) {
                    break;
                }
                int piece = Math.min(answer.length - given, 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
                int start = unread.position();
                System.arraycopy(answer, given, unread.array(), unread.limit(), piece);
                unread.limit(unread.limit() + piece).position(start);
                given += piece;
            }
        } catch (ProtocolException e) {
            return Verdict.refused(Objects.requireNonNull(e.getMessage()));
        }
        if (head == null || (!parser.body().ended() && parser.body().framed())) {
            return Verdict.partial();
        }
        List<String> fields = new ArrayList<>();
        head.headers().forEach((name, value) -> fields.add((name + ": " + value).toLowerCase(Locale.ROOT)));
        String text = new String(body.array(), 0, body.position(), ISO_8859_1);
        return new Verdict(null, true, head.status(), fields, text, unread.remaining() + answer.length - given);
    }

    private static Set<String> reviewed() throws IOException {
        Set<String> rows = new TreeSet<>();
        try (InputStream in = ResponseFuzzTest.class.getResourceAsStream("jetty-differences.txt")) {
            new String(Objects.requireNonNull(in).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.contains(" | "))
                    .forEach(line ->
                            rows.add(line.substring(0, line.indexOf(" | ")).strip()));
        }
        return rows;
    }
}
