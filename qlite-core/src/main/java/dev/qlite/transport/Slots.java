package dev.qlite.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded number of places, given in the order of asking. Asking does not block: a ticket keeps its holder's place in
 * the queue between two waits. Thread-safe.
 */
public final class Slots {
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Ticket> waiting = new ArrayDeque<>();
    private int free;

    public Slots(int places) {
        free = places;
    }

    /** Asks for a place; {@code granted} is run, by the thread that frees one, unless the ticket has its place at once. */
    public Ticket ask(Runnable granted) {
        Ticket ticket = new Ticket(granted);
        lock.lock();
        try {
            if (free > 0) {
                free--;
                ticket.state = State.GRANTED;
            } else {
                waiting.add(ticket);
            }
        } finally {
            lock.unlock();
        }
        return ticket;
    }

    private enum State {
        WAITING,
        GRANTED,
        GIVEN_BACK
    }

    /** A place, or a place in the queue for one. */
    public final class Ticket {
        private final Runnable onGranted;
        private volatile State state = State.WAITING;

        private Ticket(Runnable onGranted) {
            this.onGranted = onGranted;
        }

        /** Whether it is a place. */
        public boolean granted() {
            return state == State.GRANTED;
        }

        /** Leaves the place to the next in the queue, or leaves the queue. Idempotent. */
        public void giveBack() {
            Ticket next = null;
            lock.lock();
            try {
                if (state == State.WAITING) {
                    waiting.remove(this);
                } else if (state == State.GRANTED) {
                    next = waiting.poll();
                    if (next == null) {
                        free++;
                    } else {
                        next.state = State.GRANTED;
                    }
                }
                state = State.GIVEN_BACK;
            } finally {
                lock.unlock();
            }
            if (next != null) {
                next.onGranted.run();
            }
        }
    }
}
