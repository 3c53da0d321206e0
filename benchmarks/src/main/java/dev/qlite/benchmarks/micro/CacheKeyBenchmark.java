package dev.qlite.benchmarks.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.qlite.cache.CacheKey;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * One operation computes the key of a request that is parsed already; beside it what cannot be saved: SHA-256 over the same
 * bytes, and Jackson's walk over their tokens.
 */
public class CacheKeyBenchmark extends Timed {
    private static final JsonFactory JACKSON = new JsonFactory();

    /** About how long the request is. */
    @Param({"2048", "1048576"})
    public int bytes;

    @SuppressWarnings("NullAway.Init") // by JMH, from ask()
    private Call call;

    private byte[] request = {};

    @Setup
    public void ask() {
        request = Samples.request(bytes, true);
        call = SampleCalls.of(request, CacheControl.DEFAULT);
    }

    @Benchmark
    public CacheKey key() {
        return CacheKey.of(call);
    }

    @Benchmark
    public byte[] sha256() throws NoSuchAlgorithmException {
        return MessageDigest.getInstance("SHA-256").digest(request);
    }

    @Benchmark
    public int jacksonTokens() throws IOException {
        int tokens = 0;
        try (JsonParser parser = JACKSON.createParser(request)) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }
}
