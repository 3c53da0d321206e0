package dev.qlite.benchmarks.micro;

import dev.qlite.json.Json;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One operation parses one text: a chunk of a streamed answer, or a request. */
public class JsonBenchmark extends Timed {
    /** About how long the text is; the first is the length of a chunk. */
    @Param({"260", "2048", "102400"})
    public int bytes;

    private byte[] text = {};

    @Setup
    public void choose() {
        text = bytes == 260 ? Samples.events().get(1) : Samples.request(bytes, true);
    }

    @Benchmark
    public Json parse() {
        return Json.parse(text);
    }
}
