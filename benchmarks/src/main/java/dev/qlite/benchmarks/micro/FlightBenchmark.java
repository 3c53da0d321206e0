package dev.qlite.benchmarks.micro;

import dev.qlite.cache.CacheEntry;
import dev.qlite.cache.CacheKey;
import dev.qlite.cache.CacheStore;
import dev.qlite.cache.ExactCache;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What a call that nobody joins pays for that others could: an opening, and each event at hand. */
@State(Scope.Benchmark)
public class FlightBenchmark extends Timed {
    @Param({"off", "on"})
    public String singleFlight = "";

    @Param({"1", "101"})
    public int events;

    private ExactCache cache = ExactCache.builder().build();
    private List<byte[]> answer = List.of();

    @Setup
    public void build() {
        cache = ExactCache.builder()
                .store(new Forgetful())
                .singleFlight(singleFlight.equals("on"))
                .build();
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            all.add(
                    ("{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o-mini\",\"choices\":"
                                    + "[{\"index\":0,\"delta\":{\"content\":\"word\"},\"finish_reason\":"
                                    + (i == events - 1 ? "\"stop\"" : "null") + "}]}")
                            .getBytes(StandardCharsets.UTF_8));
        }
        answer = all;
    }

    /** Each thread asks something of its own, so that nobody joins it. */
    @State(Scope.Thread)
    public static class Asked {
        private static final AtomicInteger LENGTH = new AtomicInteger(1_000);

        final Call call = SampleCalls.of(Samples.request(LENGTH.addAndGet(100), true), CacheControl.DEFAULT);

        public Asked() {
            call.body();
        }
    }

    @Benchmark
    public void miss(Asked by, Blackhole sink) {
        SampleCalls.drain(cache.handle(by.call, asked -> SampleCalls.answer(asked, answer)), sink);
    }

    /** It keeps nothing, so that every call is a miss. */
    private static final class Forgetful implements CacheStore {
        @Override
        public @Nullable CacheEntry get(CacheKey key) {
            return null;
        }

        @Override
        public void put(CacheEntry entry) {}

        @Override
        public void remove(CacheKey key) {}

        @Override
        public void removeAll(@Nullable Caller caller, @Nullable String model) {}

        @Override
        public void close() {}
    }
}
