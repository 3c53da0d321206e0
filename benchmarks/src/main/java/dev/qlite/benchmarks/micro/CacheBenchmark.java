package dev.qlite.benchmarks.micro;

import dev.qlite.cache.ExactCache;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * One operation passes an answer of 50 events through the cache, from the upstream into the store or out of it. The key
 * of a request of 1 KB is a part of both.
 */
public class CacheBenchmark extends Timed {
    private final ExactCache cache = ExactCache.builder().build();
    private final List<byte[]> events = Samples.events();
    private final byte[] request = Samples.request(1024, true);
    private final Call lookup = SampleCalls.of(request, CacheControl.DEFAULT);
    private final Call refresh = SampleCalls.of(request, CacheControl.parse("no-cache"));

    @Setup
    public void fill(Blackhole sink) {
        record(sink);
    }

    @Benchmark
    public void record(Blackhole sink) {
        SampleCalls.drain(cache.handle(refresh, call -> SampleCalls.answer(call, events)), sink);
    }

    @Benchmark
    public void replay(Blackhole sink) {
        SampleCalls.drain(
                cache.handle(lookup, call -> {
                    throw new IllegalStateException("the answer is not in the store");
                }),
                sink);
    }
}
