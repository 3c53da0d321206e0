package dev.qlite.benchmarks.micro;

import dev.qlite.sse.SseWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** One operation writes a stream of 50 events, each with a flush, to somebody who only looks. */
public class SseWriterBenchmark extends Timed {
    private final List<byte[]> events = Samples.events();

    @Benchmark
    public void write(Blackhole sink) throws IOException {
        SseWriter writer = SseWriter.to(new Looking(sink));
        for (byte[] event : events) {
            writer.event(event);
            writer.flush();
        }
    }

    private static final class Looking extends OutputStream {
        private final Blackhole sink;

        Looking(Blackhole sink) {
            this.sink = sink;
        }

        @Override
        public void write(int b) {
            sink.consume(b);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            sink.consume(bytes);
            sink.consume(length);
        }
    }
}
