package dev.qlite.servlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qlite.servlet.conformance.Expected.Failed;
import dev.qlite.servlet.conformance.Expected.Served;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What real providers said, served again: a client gets all of it, plain and streamed, new and from the cache. What must
 * not be kept is not. What does not pass stands on a list with its reason, and on that list stands nothing else.
 */
class AnswersConformanceTest {
    /** So many of the shortest streams are also sent in two pieces, cut at each byte. */
    private static final int SHORTEST = 2;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aClientGetsWhatTheProviderSaid(Kind kind) throws Exception {
        Map<String, List<String>> wrong = new TreeMap<>();
        List<Exchange> exchanges = Exchanges.of(kind.folder);
        try (Gateway gateway = new Gateway(kind.provider().orElseThrow(), kind.basePath, "recorded")) {
            for (Exchange exchange : exchanges) {
                List<String> problems = new ArrayList<>();
                asked(gateway, kind.expected(exchange), exchange, false, problems);
                asked(gateway, kind.expected(exchange), exchange, true, problems);
                if (!problems.isEmpty()) {
                    wrong.put(exchange.name(), problems);
                }
            }
        }
        report(kind, exchanges.size(), wrong, listed(kind.folder + ".failing"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void nothingIsLostButWhatIsListed(Kind kind) throws Exception {
        Map<String, String> lost = new TreeMap<>();
        try (Gateway gateway = new Gateway(kind.provider().orElseThrow(), kind.basePath, "recorded")) {
            for (Exchange exchange : Exchanges.of(kind.folder)) {
                if (kind.expected(exchange) instanceof Served served) {
                    gateway.upstream.enqueue(exchange.answer());
                    JsonNode got =
                            Said.of(gateway.ask(exchange.toString(), false)).document();
                    new Leaves(got)
                            .lost(served.whole())
                            .forEach((path, value) -> lost.putIfAbsent(
                                    path, exchange.name() + ": " + value.substring(0, Math.min(60, value.length()))));
                }
            }
        }
        Set<String> dropped = listed(kind.folder + ".dropped");
        Set<String> stale = new TreeSet<>(dropped);
        stale.removeIf(listed -> lost.keySet().stream().anyMatch(path -> path.startsWith(listed)));
        lost.keySet().removeIf(path -> dropped.stream().anyMatch(path::startsWith));
        assertThat(lost).as("lost, and not listed").isEmpty();
        assertThat(stale).as("listed, and not lost").isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whereTheNetworkCutsAStreamDoesNotMatter(Kind kind) throws Exception {
        List<String> wrong = new ArrayList<>();
        int cuts = 0;
        try (Gateway gateway = new Gateway(kind.provider().orElseThrow(), kind.basePath, "recorded")) {
            List<Exchange> shortest = Exchanges.of(kind.folder).stream()
                    .filter(Exchange::streamed)
                    .sorted(Comparator.comparingInt(exchange -> exchange.text().length()))
                    .limit(SHORTEST)
                    .toList();
            for (Exchange exchange : shortest) {
                for (int at = 1; at < exchange.body().length; at++) {
                    gateway.upstream.enqueue(exchange.answerCutAt(at));
                    Said said = Said.of(gateway.ask(exchange + " cut at " + at, true));
                    compare(exchange + " cut at " + at, kind.expected(exchange), said, wrong);
                    cuts++;
                }
            }
        }
        System.out.printf("%s: %d streams in two pieces%n", kind.folder, cuts);
        assertThat(wrong).isEmpty();
    }

    /** Asked in one mode, and again in the other. */
    private static void asked(
            Gateway gateway, Expected expected, Exchange exchange, boolean streamed, List<String> problems)
            throws Exception {
        String question = exchange + (streamed ? ", streamed" : ", plain");
        gateway.upstream.enqueue(exchange.answer());
        Said said = Said.of(gateway.ask(question, streamed));
        compare(streamed ? "streamed" : "plain", expected, said, problems);

        boolean isKept = expected instanceof Served served && served.storable();
        if (!isKept) {
            gateway.upstream.enqueue(exchange.answer());
        }
        Said again = Said.of(gateway.ask(question, !streamed));
        if (!again.cache().equals(isKept ? "HIT" : "MISS")) {
            problems.add(question + ", again: " + again.cache());
        }
        compare(streamed ? "then plain" : "then streamed", expected, again, problems);
        if (isKept && !sameButForTheWayThere(said.document(), again.document())) {
            problems.add(question + ": the two modes differ: " + said.document() + " and " + again.document());
        }
    }

    /** A fold puts null where nothing was said, and leaves out the numbers of calls; a plain document may have either. */
    private static boolean sameButForTheWayThere(JsonNode one, JsonNode other) {
        return OpenAiAnswers.facts(one).equals(OpenAiAnswers.facts(other));
    }

    private static void compare(String mode, Expected expected, Said said, List<String> problems) {
        if (expected instanceof Failed failed) {
            JsonNode error = said.document().path("error");
            boolean isMapped = said.status() == 0 || said.status() >= 400;
            if (!isMapped || !error.path("message").asText().contains(failed.message())) {
                problems.add(mode + ": " + said.status() + " " + said.document() + " (expected: " + failed + ")");
            }
        } else if (expected instanceof Served served) {
            if (said.status() != 200) {
                problems.add(mode + ": " + said.status() + " " + said.document());
                return;
            }
            Facts.differences(served.facts(), OpenAiAnswers.facts(said.document()))
                    .forEach(difference -> problems.add(mode + ": " + difference));
        }
    }

    private static void report(Kind kind, int all, Map<String, List<String>> wrong, Set<String> listed) {
        Map<String, List<String>> unlisted = new TreeMap<>(wrong);
        unlisted.keySet().removeAll(listed);
        Set<String> passing = new TreeSet<>(listed);
        passing.removeAll(wrong.keySet());
        System.out.printf(
                "%-18s %4d exchanges, %4d passed, %d listed, %d failed%n",
                kind.folder, all, all - wrong.size(), listed.size(), unlisted.size());
        assertThat(unlisted).isEmpty();
        assertThat(passing).as("listed, and passing").isEmpty();
        assertThat(listed.size()).as("listed").isLessThanOrEqualTo(all / 50);
    }

    /** The first word of each line; the rest is its reason. */
    private static Set<String> listed(String name) throws IOException {
        try (InputStream in = AnswersConformanceTest.class.getResourceAsStream(name)) {
            if (in == null) {
                return Set.of();
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split(" ", 2)[0])
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
