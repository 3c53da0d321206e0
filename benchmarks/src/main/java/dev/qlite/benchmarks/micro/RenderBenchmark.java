package dev.qlite.benchmarks.micro;

import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Render;
import dev.qlite.pipeline.Reply;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.infra.Blackhole;

/** One operation makes a document of 50 events, which it parses, or cuts that document, parsed already, into events. */
public class RenderBenchmark extends Timed {
    private final Render render = new Render(1 << 20);
    private final List<byte[]> events = Samples.events();
    private final Call plain = SampleCalls.of(Samples.request(1024, false), CacheControl.DEFAULT);
    private final Call streamed = SampleCalls.of(Samples.request(1024, true), CacheControl.DEFAULT);
    private final Reply document = render.handle(plain, call -> SampleCalls.answer(call, events));

    @Benchmark
    public Reply fold() {
        return render.handle(plain, call -> SampleCalls.answer(call, events));
    }

    @Benchmark
    public void cut(Blackhole sink) {
        SampleCalls.drain(render.handle(streamed, call -> document), sink);
    }
}
