package dev.qlite.benchmarks.micro;

import dev.qlite.sse.SseReader;
import dev.qlite.sse.SseWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** One operation reads a stream of 50 events, cut into buffers without regard to where an event ends. */
public class SseReaderBenchmark extends Timed {
    /** The size of a buffer: a TCP segment's payload, and enough for the whole stream. */
    @Param({"1448", "65536"})
    public int buffer;

    private final List<ByteBuffer> stream = new ArrayList<>();

    @Setup
    public void write() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SseWriter writer = SseWriter.to(out);
        for (byte[] event : Samples.events()) {
            writer.event(event);
        }
        writer.drain();
        byte[] bytes = out.toByteArray();
        for (int from = 0; from < bytes.length; from += buffer) {
            stream.add(ByteBuffer.wrap(bytes, from, Math.min(buffer, bytes.length - from))
                    .slice());
        }
    }

    @Benchmark
    public void read(Blackhole sink) {
        SseReader reader = new SseReader(1 << 20);
        for (ByteBuffer in : stream) {
            in.rewind();
            for (byte[] data = reader.read(in); data != null; data = reader.read(in)) {
                sink.consume(data);
            }
        }
    }
}
