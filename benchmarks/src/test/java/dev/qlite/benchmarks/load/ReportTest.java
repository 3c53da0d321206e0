package dev.qlite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.benchmarks.load.Load.Latency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Findings findings = new Findings();

    @Test
    void aRatioIsTheMedianOfEachRoundsOwn() {
        measured("nginx", Workload.JSON_MISS, 10, 20, 10);
        measured("qlite", Workload.JSON_MISS, 40, 80, 40); // a round that ails both
        assertThat(row("qlite", Workload.JSON_MISS)).contains("| 4.0 |");
    }

    @Test
    void aHitIsComparedWithTheFloorsMiss() {
        measured("nginx", Workload.SSE_MISS, 10, 10, 10);
        measured("qlite", Workload.SSE_HIT, 15, 15, 15);
        assertThat(row("qlite", Workload.SSE_HIT)).contains("| 1.50 |");
    }

    @Test
    void aRatioThatSpreadsTooMuchIsRefusedAndTheReportSaysSo() {
        measured("nginx", Workload.JSON_MISS, 10, 10, 10, 10, 10);
        measured("qlite", Workload.JSON_MISS, 20, 30, 40, 50, 60);
        assertThat(row("qlite", Workload.JSON_MISS)).contains("| noisy |");
        assertThat(report(Workload.JSON_MISS)).contains("The machine was too noisy for 1 of the ratios");
    }

    @Test
    void fewerThanThreeRoundsGiveNoRatio() {
        measured("nginx", Workload.JSON_MISS, 10, 10);
        measured("qlite", Workload.JSON_MISS, 20, 20);
        assertThat(row("qlite", Workload.JSON_MISS)).contains("noisy").doesNotContain("2.0");
    }

    @Test
    void whatWasWrongIsAddedUpFromAllThatLooked() {
        measured("nginx", Workload.JSON_MISS, 10, 10, 10);
        findings.slice(new Slice(1, "nginx", Workload.JSON_MISS, 10, 100, 2, 30));
        findings.latency("nginx", Workload.JSON_MISS, 1_000, new Latency(1, 1, 2, 3, 400, "another text"));
        assertThat(row("nginx", Workload.JSON_MISS)).endsWith("| 432 |");
        assertThat(findings.wrong()).isEqualTo(432);
    }

    @Test
    void whatIsNotInstalledIsNamedWithTheReason() {
        findings.skip("litellm", "litellm is not installed: benchmarks/subjects/litellm install");
        assertThat(report(Workload.JSON_MISS)).contains("Left out: litellm: litellm is not installed");
    }

    private void measured(String subject, Workload workload, double... cpu) {
        findings.start(subject, Duration.ofMillis(100));
        findings.rest(subject, 1_000_000);
        for (int round = 1; round <= cpu.length; round++) {
            findings.slice(new Slice(round, subject, workload, cpu[round - 1], 100, 0, 0));
        }
    }

    private String row(String subject, Workload workload) {
        return report(workload)
                .lines()
                .filter(line -> line.startsWith("| " + subject))
                .findFirst()
                .orElseThrow()
                .replaceAll(" +", " ");
    }

    private String report(Workload workload) {
        return new Report(findings, List.of(workload), 0.15).write("about");
    }
}
