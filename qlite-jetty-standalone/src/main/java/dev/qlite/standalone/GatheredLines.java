package dev.qlite.standalone;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A log that many threads write: its lines go out together, soon after the first of them, for a write each costs a busy server
 * as much as all else of a line. A process that is killed loses those of its last tenth of a second. Thread-safe.
 */
final class GatheredLines implements Consumer<String>, AutoCloseable {
    private static final int DELAY_MILLIS = 100;
    /** In bytes; from here on nothing is gained. */
    private static final int ENOUGH = 32 << 10;

    private final PrintStream out;
    private final Timer clock = new Timer("qlite-log", true);
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(ENOUGH);
    private boolean due; // the clock will have them written
    private boolean closed;

    GatheredLines(PrintStream out) {
        this.out = out;
    }

    /** @param line without a line end */
    @Override
    public void accept(String line) {
        byte[] text = line.getBytes(StandardCharsets.UTF_8);
        lock.lock();
        try {
            gathered.writeBytes(text);
            gathered.write('\n');
            if (closed || gathered.size() >= ENOUGH) {
                write();
            } else if (!due) {
                due = true;
                clock.schedule(new WriteWhenDue(), DELAY_MILLIS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Writes what there is; each later line is written at once. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            clock.cancel();
            write();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        out.writeBytes(gathered.toByteArray());
        out.flush();
        gathered.reset();
    }

    private final class WriteWhenDue extends TimerTask {
        @Override
        public void run() {
            lock.lock();
            try {
                due = false;
                write();
            } finally {
                lock.unlock();
            }
        }
    }
}
