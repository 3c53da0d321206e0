package dev.qlite.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.cache.ExactCache;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Render;
import dev.qlite.pipeline.Reply;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One operation answers a request of 1 KB from the store, in the mode that the answer came in or in the other: key, look-up, and
 * all that the client gets. The document has 2 KB; the events are 50, and carry as much text as a document of 1 KB.
 */
public class HitBenchmark extends Timed {
    private final ExactCache cache = ExactCache.builder().build();
    private final Render render = new Render(1 << 20);

    /** What the answer came as. */
    @Param({"document", "events"})
    public String stored;

    /** What the client asks for. */
    @Param({"document", "events"})
    public String asked;

    @SuppressWarnings("NullAway.Init") // by JMH, from store()
    private Call call;

    public HitBenchmark() {
        stored = "";
        asked = "";
    }

    @Setup
    public void store(Blackhole sink) {
        List<byte[]> events = Samples.events();
        Json document = Json.parse(Samples.document(2048).getBytes(UTF_8));
        Call first = SampleCalls.of(Samples.request(1024, stored.equals("events")), CacheControl.DEFAULT);
        Reply answer = cache.handle(
                first,
                each -> stored.equals("events")
                        ? SampleCalls.answer(each, events)
                        : Reply.Document.of(Head.of(Objects.requireNonNull(each.route())), document, Receipt.of(each)));
        SampleCalls.drain(answer, sink);
        call = SampleCalls.of(Samples.request(1024, asked.equals("events")), CacheControl.DEFAULT);
    }

    @Benchmark
    public void hit(Blackhole sink) {
        SampleCalls.drain(
                render.handle(
                        call,
                        each -> cache.handle(each, none -> {
                            throw new IllegalStateException("the answer is not in the store");
                        })),
                sink);
    }
}
