package dev.qlite.standalone;

import dev.qlite.cost.Totals;
import dev.qlite.pipeline.Dollars;
import dev.qlite.pipeline.OneLine;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what calls came to into the log: every hour, and at the end. Thread-safe. */
final class TotalsLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.qlite.totals");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_LINES = 50;

    private final Totals totals;
    private final Consumer<String> sink;
    private final Timer clock = new Timer("qlite-totals", true);

    private TotalsLog(Totals totals, Consumer<String> sink) {
        this.totals = totals;
        this.sink = sink;
    }

    /** To the log, at level INFO. */
    static TotalsLog start(Totals totals) {
        return start(totals, HOUR, LOG::info);
    }

    /** @param sink called by one thread at a time; a line has no line end */
    static TotalsLog start(Totals totals, Duration period, Consumer<String> sink) {
        TotalsLog log = new TotalsLog(totals, sink);
        TimerTask task = new TimerTask() {
            @Override
            public void run() {
                log.write();
            }
        };
        log.clock.scheduleAtFixedRate(task, period.toMillis(), period.toMillis());
        return log;
    }

    /** Says it a last time. */
    @Override
    public void close() {
        clock.cancel();
        write();
    }

    private synchronized void write() {
        Totals.Row sum = totals.sum();
        if (sum.asked() == 0) {
            return;
        }
        sink.accept(line(sum));
        totals.rows().stream().limit(MOST_LINES).forEach(row -> sink.accept(line(row)));
    }

    /** One row as a line. */
    static String line(Totals.Row row) {
        return OneLine.of("totals caller=" + row.caller() + " model=" + row.model() + " asked=" + row.asked() + " hits="
                + row.hits()
                + " collapsed=" + row.collapsed() + " misses=" + row.misses() + " spent=" + Dollars.text(row.spent())
                + " saved=" + Dollars.text(row.saved()) + " unpriced=" + row.unpriced());
    }
}
