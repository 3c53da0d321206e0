package dev.qlite.standalone;

import dev.qlite.cost.Totals;
import dev.qlite.pipeline.Dollars;
import dev.qlite.pipeline.OneLine;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what calls came to into the log: every hour, and at the end. Thread-safe. */
final class TotalsLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("dev.qlite.totals");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int MOST_LINES = 50;

    private final Totals totals;
    private final Timer clock = new Timer("qlite-totals", true);

    private TotalsLog(Totals totals) {
        this.totals = totals;
    }

    static TotalsLog start(Totals totals) {
        TotalsLog log = new TotalsLog(totals);
        TimerTask hourly = new TimerTask() {
            @Override
            public void run() {
                log.write();
            }
        };
        log.clock.scheduleAtFixedRate(hourly, HOUR.toMillis(), HOUR.toMillis());
        return log;
    }

    /** Says it a last time. */
    @Override
    public void close() {
        clock.cancel();
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
        return OneLine.of("totals caller=" + row.caller() + " model=" + row.model() + " asked=" + row.asked() + " hits="
                + row.hits()
                + " collapsed=" + row.collapsed() + " misses=" + row.misses() + " spent=" + Dollars.text(row.spent())
                + " saved=" + Dollars.text(row.saved()) + " unpriced=" + row.unpriced());
    }
}
