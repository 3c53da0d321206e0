package dev.qlite.testing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * A point in an {@link Answer} at which the upstream waits until the test lets it pass: what proves the order of events
 * without sleeping. Opens once, for good. Thread-safe.
 */
public final class Gate {
    private final String name;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    private Gate(String name) {
        this.name = name;
    }

    /** A closed gate; the name is for messages. */
    public static Gate named(String name) {
        return new Gate(name);
    }

    /** Lets pass whoever waits here, now and later. */
    public void open() {
        opened.countDown();
    }

    /** Whether an upstream has come here: all that stands before the gate has been sent. */
    public boolean reached() {
        return reached.getCount() == 0;
    }

    /**
     * Waits until an upstream has come here.
     *
     * @throws AssertionError if none has within that time
     */
    public void awaitReached(Duration atMost) {
        Waits.forLatch(reached, atMost, "gate " + name + ": not reached");
    }

    void pass() throws InterruptedException {
        reached.countDown();
        opened.await();
    }

    @Override
    public String toString() {
        return "gate " + name;
    }
}
