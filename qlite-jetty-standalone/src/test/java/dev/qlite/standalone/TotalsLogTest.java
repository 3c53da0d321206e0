package dev.qlite.standalone;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.cost.Totals;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Receipt;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class TotalsLogTest {
    @Test
    void aRowIsOneLineWhateverTheClientCallsItsModel() {
        Totals.Row row = new Totals.Row(
                "team-a", "gpt\n4o", 10, 3, 1, 6, 2, new BigDecimal("0.0000001"), new BigDecimal("1.50"), 99);

        assertThat(TotalsLog.line(row))
                .isEqualTo("totals caller=team-a model=gpt?4o asked=10 hits=3 collapsed=1 misses=6 spent=0.0000001"
                        + " saved=1.5 unpriced=2");
    }

    @Test
    void theyAreToldAgainAndAgainAndALastTimeAtTheEnd() throws InterruptedException {
        Totals totals = new Totals();
        BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        TotalsLog log = TotalsLog.start(totals, Duration.ofMillis(20), lines::add);
        assertThat(lines.poll(100, MILLISECONDS)).as("nothing was asked").isNull();
        totals.settled(receipt());
        assertThat(List.of(lines.take(), lines.take(), lines.take(), lines.take()))
                .containsExactly(line("(all)", 1), line("a", 1), line("(all)", 1), line("a", 1));
        totals.settled(receipt());
        log.close();
        List<String> rest = new ArrayList<>();
        lines.drainTo(rest);
        assertThat(rest).endsWith(line("(all)", 2), line("a", 2));
        assertThat(lines.poll(100, MILLISECONDS)).as("it is over").isNull();
    }

    private static String line(String name, int asked) {
        return TotalsLog.line(new Totals.Row(
                name, name.equals("a") ? "m" : name, asked, 0, 0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, 0));
    }

    private static Receipt receipt() {
        Json body = Json.parse("{\"model\":\"m\",\"input\":\"x\"}");
        return Receipt.of(Call.embeddings(body).caller(Caller.named("a")).build());
    }
}
