package dev.qlite.benchmarks.micro;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.Usage;
import dev.qlite.cost.PriceList;
import dev.qlite.cost.Totals;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Pricer;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Settle;
import dev.qlite.servlet.AccessLogFilter;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** What it costs to say what a call came to: its receipt, its price, the running totals, and a line in the access log. */
public class ReceiptBenchmark extends Timed {
    private final Call call = SampleCalls.of(Samples.request(1024, false), CacheControl.DEFAULT);
    private final Json answer = Json.parse(Samples.document(2048).getBytes(UTF_8));
    private final Usage usage = Objects.requireNonNull(Usage.in(answer));

    @Param({"none", "list"})
    public String prices;

    private Settle settle = new Settle(List.of(), System::nanoTime);

    public ReceiptBenchmark() {
        prices = "";
    }

    @Setup
    public void build() {
        Pricer pricer = prices.equals("list") ? PriceList.standard() : Pricer.NONE;
        settle = new Settle(List.of(new Totals()), System::nanoTime, pricer, false);
    }

    /** The receipt of a plain answer, complete, told and counted. */
    @Benchmark
    public Receipt receipt() {
        return settle.handle(call, this::answer).receipt();
    }

    /** The same, and the line in JSON. */
    @Benchmark
    public void receiptAndLine(Blackhole sink) throws IOException, ServletException {
        AccessLogFilter log = new AccessLogFilter(AccessLogFilter.Format.JSON, sink::consume);
        log.doFilter(
                SampleExchange.request(),
                SampleExchange.response(),
                (request, response) -> request.setAttribute(AccessLogFilter.RECEIPT, receipt()));
    }

    private Reply answer(Call asked) {
        Head head = Head.of(Objects.requireNonNull(asked.route())).withUsage(usage);
        return Reply.Document.of(head, answer, Receipt.of(asked).withAttempts(1).withUsage(usage));
    }
}
