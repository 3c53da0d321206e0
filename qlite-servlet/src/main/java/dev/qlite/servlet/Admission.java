package dev.qlite.servlet;

import dev.qlite.chat.OverloadedException;
import java.util.concurrent.atomic.AtomicInteger;

/** The places for requests under way: one more is refused before its body is read. Thread-safe. */
final class Admission {
    private final int places;
    private final AtomicInteger taken = new AtomicInteger();

    Admission(int places) {
        this.places = places;
    }

    /** @throws OverloadedException if none is free */
    void enter() {
        if (taken.incrementAndGet() > places) {
            taken.decrementAndGet();
            throw new OverloadedException("too many calls are under way (" + places + ", max_in_flight)");
        }
    }

    void leave() {
        taken.decrementAndGet();
    }
}
