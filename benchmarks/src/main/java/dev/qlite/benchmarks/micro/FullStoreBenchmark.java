package dev.qlite.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.cache.CacheEntry;
import dev.qlite.cache.CacheKey;
import dev.qlite.cache.ExactCache;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One operation looks up any one of so many answers of 1 KB; the setup says what they take of the heap. */
@Fork(
        value = 2,
        jvmArgsAppend = {"-Dslf4j.internal.verbosity=ERROR", "-Xmx5g"})
public class FullStoreBenchmark extends Timed {
    private final ExactCache cache = ExactCache.builder().maxSize(4L << 30).build();
    private final SplittableRandom random = new SplittableRandom(1);

    @Param({"100", "1000000"})
    public int entries;

    private CacheKey[] keys = {};

    @Setup
    public void fill() {
        keys = new CacheKey[entries];
        byte[] document = Samples.document(1024).getBytes(UTF_8);
        long before = used();
        for (int i = 0; i < entries; i++) {
            String question = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + i + "\"}]}";
            Call call = SampleCalls.of(question.getBytes(UTF_8), CacheControl.DEFAULT);
            keys[i] = cache.key(call);
            cache.recorder(keys[i], call, Head.of(Objects.requireNonNull(call.route())))
                    .document(Reply.Document.of(
                            Head.of(Objects.requireNonNull(call.route())),
                            Json.parse(document.clone()),
                            Receipt.of(call)));
        }
        System.out.printf(
                "%,d entries, %,d bytes by their own account, %,d of the heap%n",
                cache.statistics().entries(), cache.statistics().bytes(), used() - before);
    }

    @Benchmark
    public @Nullable CacheEntry lookup() {
        return cache.lookup(keys[random.nextInt(entries)]);
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
