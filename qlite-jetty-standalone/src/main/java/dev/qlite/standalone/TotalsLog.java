package dev.qlite.standalone;

import dev.qlite.cost.Totals;
import dev.qlite.pipeline.Dollars;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what calls came to into the log: every hour, and at the end. Thread-safe. */
final class TotalsLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.qlite.totals");
    private static final int MOST_LINES = 50;

    private final Totals totals;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "qlite-totals");
        thread.setDaemon(true);
        return thread;
    });

    private TotalsLog(Totals totals) {
        this.totals = totals;
    }

    static TotalsLog start(Totals totals) {
        TotalsLog log = new TotalsLog(totals);
        log.clock.scheduleAtFixedRate(log::write, 1, 1, TimeUnit.HOURS);
        return log;
    }

    /** Says it a last time. */
    @Override
    public void close() {
        clock.shutdownNow();
        write();
    }

    private void write() {
        Totals.Row sum = totals.sum();
        if (sum.asked() == 0) {
            return;
        }
        LOG.info(line(sum));
        totals.rows().stream().limit(MOST_LINES).forEach(row -> LOG.info(line(row)));
    }

    /** One row as a line. */
    static String line(Totals.Row row) {
        String line = "totals caller=" + row.caller() + " model=" + row.model() + " asked=" + row.asked() + " hits="
                + row.hits()
                + " collapsed=" + row.collapsed() + " misses=" + row.misses() + " spent=" + Dollars.text(row.spent())
                + " saved=" + Dollars.text(row.saved()) + " unpriced=" + row.unpriced();
        return line.replaceAll("\\p{Cntrl}", "?"); // a client says what model it asks for
    }
}
