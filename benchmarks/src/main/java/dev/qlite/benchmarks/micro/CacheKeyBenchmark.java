package dev.qlite.benchmarks.micro;

import dev.qlite.cache.CacheKey;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One operation computes the key of a request that is parsed already. */
public class CacheKeyBenchmark extends Timed {
    /** About how long the request is. */
    @Param({"1024", "102400"})
    public int bytes;

    @SuppressWarnings("NullAway.Init") // by JMH, from ask()
    private Call call;

    @Setup
    public void ask() {
        call = SampleCalls.of(Samples.request(bytes, true), CacheControl.DEFAULT);
    }

    @Benchmark
    public CacheKey key() {
        return CacheKey.of(call);
    }
}
