package dev.qlite.benchmarks.micro;

import dev.qlite.sse.SseReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** One operation reads a stream of 50 events, of 260 bytes each, that lies in one buffer. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SseReaderBenchmark {
    private final byte[] stream =
            ("data: " + "x".repeat(260) + "\n\n").repeat(50).getBytes(StandardCharsets.UTF_8);

    @Benchmark
    public void read(Blackhole sink) {
        SseReader reader = new SseReader(1 << 20);
        ByteBuffer in = ByteBuffer.wrap(stream);
        for (byte[] data = reader.read(in); data != null; data = reader.read(in)) {
            sink.consume(data);
        }
    }
}
