package dev.qlite.benchmarks.load;

import dev.qlite.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The two load tools, which put the same questions: wrk for throughput, and the open loop for latency. */
final class Load {
    private final Home home;
    private final AtomicInteger runs = new AtomicInteger();

    Load(Home home) {
        this.home = home;
    }

    /**
     * What wrk counted.
     *
     * @param wrong answers with another status or another content than they must have, and connections that failed
     */
    record Throughput(long requests, double seconds, long wrong) {
        double perSecond() {
            return requests / seconds;
        }
    }

    /**
     * What the open loop saw: milliseconds from when a request was due.
     *
     * @param head the median time to the answer's head
     * @param fault what was wrong with the first that was; empty if none was
     */
    record Latency(double head, double p50, double p99, double p999, long wrong, String fault) {}

    /** As much as goes, for so long. */
    Throughput closed(Target target, Workload workload, Duration time) {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t1",
                "-c" + workload.connections(),
                "-d" + Math.max(1, time.toSeconds()) + "s",
                "--timeout",
                "20s",
                "-s",
                home.wrkScript().toString(),
                target.address().toString(),
                "--",
                nonce(workload),
                workload.repeated() ? "same" : "new",
                workload.streamed() ? "sse" : "json",
                Integer.toString(workload.request()),
                Integer.toString(workload.answer()),
                Integer.toString(Workload.EVENTS),
                "0",
                Integer.toString(workload.gap()),
                target.model()));
        command.addAll(target.headers());
        Json said = Json.parse(Commands.lastLine(command));
        return new Throughput(
                said.require("requests").asLong(), said.require("micros").asLong() / 1e6, wrong(said));
    }

    /** A constant rate, for so long. */
    Latency open(Target target, Workload workload, int rate, Duration time) {
        List<String> command = new ArrayList<>(List.of(
                home.tool("openloop"),
                "-url=" + target.address(),
                "-model=" + target.model(),
                "-nonce=" + nonce(workload),
                "-stream=" + workload.streamed(),
                "-same=" + workload.repeated(),
                "-rate=" + rate,
                "-duration=" + time.toMillis() + "ms",
                "-request=" + workload.request(),
                "-answer=" + workload.answer(),
                "-events=" + Workload.EVENTS,
                "-gap=" + workload.gap()));
        target.headers().forEach(header -> command.add("-H=" + header));
        Json said = Json.parse(Commands.lastLine(command));
        return new Latency(
                said.require("head_p50").asDouble() / 1e3,
                said.require("p50").asDouble() / 1e3,
                said.require("p99").asDouble() / 1e3,
                said.require("p999").asDouble() / 1e3,
                wrong(said),
                said.require("first_fault").asString());
    }

    private static long wrong(Json said) {
        return said.require("wrong_status").asLong()
                + said.require("wrong_content").asLong()
                + said.require("failed").asLong();
    }

    /** Begins the nonces of a run: new ones each time, for what is repeated always the same. */
    private String nonce(Workload workload) {
        return workload.repeated()
                ? "qbnsame"
                : "qbn" + Long.toString(ProcessHandle.current().pid(), 36) + "r" + runs.incrementAndGet() + "t";
    }
}
