package dev.qlite.cache;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.QliteException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Stage;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with a provider, and all who read its answer. Thread-safe.
 *
 * <p>It has no thread of its own. Of the readers who have read all that has come, one has the <em>baton</em>: it pulls the next
 * event, outside the lock, adds it to the log, and wakes the others. It minds their clocks, too. Who gives the baton back without an
 * event wakes one of them, and each looks whether the baton is free before it looks at its own clock: while it is free, nobody waits
 * for it.
 *
 * <p>The last to leave ends the exchange in the step in which it leaves, so that nobody joins what is ending. The end of an
 * answer is announced, then stored, then the flight is forgotten, so that nobody misses both.
 */
final class Flight {
    /** How far it has come. */
    private enum Phase {
        /** The provider is being asked. */
        OPENING,
        /** Events are coming. */
        FLYING,
        /** The whole answer is there. */
        LANDED,
        /** The answer broke off, or there is none. */
        FAILED,
        /** It came to nothing: who is still aboard has to look elsewhere. */
        VOID
    }

    /** Who pulls for others notices within this that its own caller has left: a socket's read ends for nobody but who closes it. */
    private static final long NOTICED_WITHIN = Duration.ofSeconds(1).toNanos();

    private final Call call;
    private final boolean shared;
    private final Consumer<Flight> forget;
    private final Seat founder;

    private final Monitor monitor = new Monitor();
    private final Readers readers;
    private Phase phase = Phase.OPENING;
    private boolean batonIsFree = true;
    private long pulledUntil; // when who has the baton looks up again, at the latest
    private long lookUp; // when who has the baton looks whether its own caller is still there
    private @Nullable Reply answer;
    private @Nullable Recorder recorder;
    private @Nullable QliteException failure;
    private @Nullable Receipt spent; // what the exchange came to
    private @Nullable Seat payer; // whose receipt says so

    private Flight(
            Call call, boolean shared, EventLog log, Consumer<Flight> forget, Call founding, CacheStatus status) {
        this.call = call;
        this.shared = shared;
        this.forget = forget;
        this.readers = new Readers(log, provider().betweenEvents());
        this.founder = new Seat(this, founding, status);
        this.lookUp = System.nanoTime() + NOTICED_WITHIN;
        readers.add(founder);
    }

    /**
     * A flight that others may join.
     *
     * @param status what the cache does for its founder
     * @param maxEntry the most bytes that it keeps for who joins
     * @param forget has nobody join any more
     */
    static Flight shared(Call call, CacheStatus status, long maxEntry, Consumer<Flight> forget) {
        EventLog log = new EventLog(maxEntry, call.budget().share());
        return new Flight(call.withLifetime(Lifetime.unbounded()), true, log, forget, call, status);
    }

    /** A flight of one caller alone, which lives as long as that. */
    static Flight alone(Call call, CacheStatus status) {
        return new Flight(call, false, EventLog.sealed(), flight -> {}, call, status);
    }

    Seat founder() {
        return founder;
    }

    /** Whether others may join it. */
    boolean isShared() {
        return shared;
    }

    /** What the provider is asked. */
    Call call() {
        return call;
    }

    /** Whether the whole answer is there. */
    boolean hasLanded() {
        monitor.lock();
        try {
            return phase == Phase.LANDED;
        } finally {
            monitor.unlock();
        }
    }

    /** Takes one more aboard; null if it is too late for that. */
    @Nullable
    Seat join(Call call) {
        Seat seat = new Seat(this, call, CacheStatus.COLLAPSED);
        monitor.lock();
        try {
            if (phase == Phase.VOID || phase == Phase.FAILED || !readers.keepAll()) {
                return null;
            }
            readers.add(seat);
            return seat;
        } finally {
            monitor.unlock();
        }
    }

    /** Asks the provider, on this thread. */
    void open(Stage.Chain next, Function<Head, Recorder> recorders) {
        Reply reply = null;
        Recorder recorder;
        try {
            reply = next.proceed(call);
            if (reply instanceof Reply.Bytes) {
                throw new IllegalStateException("a chat answer came unread");
            }
            recorder = recorders.apply(reply.head());
        } catch (Throwable e) { // a provider in another language may throw anything
            fail(e);
            if (reply != null) {
                reply.close();
            }
            return;
        }
        if (!begin(reply, recorder)) {
            reply.close();
            recorder.close();
        } else if (reply instanceof Reply.Document document) {
            store(() -> recorder.document(document));
        }
    }

    /** It cannot be opened. */
    void fail(Throwable cause) {
        monitor.lock();
        try {
            if (phase == Phase.OPENING) {
                CallFailedException told = told(cause);
                breakOff(told.failure(), told.receipt(), founder);
            }
        } finally {
            monitor.unlock();
        }
    }

    /** It is not needed: whoever has joined has to look elsewhere. */
    void dissolve() {
        monitor.lock();
        try {
            readers.remove(founder);
            end(Phase.VOID);
        } finally {
            monitor.unlock();
        }
    }

    /** Waits until the answer has begun, or will not come; false if neither is so in time. */
    boolean awaitOpening(Seat seat, long until) throws InterruptedException {
        monitor.lock();
        try {
            while (phase == Phase.OPENING && !seat.left) {
                if (!await(seat, until)) {
                    return false;
                }
            }
            if (seat.left) {
                throw CallCancelledException.cancelled();
            }
            return true;
        } finally {
            monitor.unlock();
        }
    }

    /** The answer, once it has begun, as the caller of a seat sees it; null if that has to look elsewhere. */
    @Nullable
    Reply reply(Seat seat) {
        monitor.lock();
        try {
            Reply answer = this.answer;
            if (answer == null) {
                readers.remove(seat);
                QliteException refusal = seat.ownFailure == null ? failure : seat.ownFailure;
                if (refusal != null) {
                    throw refusal;
                }
                return null;
            }
            seat.begin(answer.head());
            if (answer instanceof Reply.Document document) {
                readers.remove(seat);
                return document.withHead(seat.head()).withReceipt(receipt(seat));
            }
            return seat;
        } finally {
            monitor.unlock();
        }
    }

    /** The next event for one of those aboard, as {@link Reply.Events#next} has it. */
    @Nullable
    Event next(Seat seat, long until) throws InterruptedException {
        monitor.lock();
        try {
            while (true) {
                if (seat.left || seat.ownFailure != null) {
                    throw seat.ownFailure == null ? CallCancelledException.cancelled() : seat.ownFailure;
                }
                Event event = read(seat);
                if (event != null) {
                    return event;
                }
                if (phase != Phase.FLYING) {
                    return atTheEnd(seat);
                }
                if (batonIsFree && readers.makeRoom()) {
                    Event pulled = pull(seat, until);
                    if (pulled != null) {
                        return pulled;
                    }
                } else if (!await(seat, until)) {
                    return Event.NOT_YET;
                }
            }
        } finally {
            monitor.unlock();
        }
    }

    /** What a seat's call came to; what the exchange has cost is in the receipt of one of them. */
    Receipt receipt(Seat seat) {
        monitor.lock();
        try {
            if (readers.contains(seat)) {
                throw new IllegalStateException("no receipt before the end of the reply");
            }
            Receipt receipt = Receipt.of(seat.call()).withCache(seat.status());
            if (seat == payer) {
                Receipt spent = spent();
                return receipt.withAttempts(spent.attempts()).withUsage(spent.usage());
            }
            return phase == Phase.LANDED && !seat.left ? receipt.withUsage(spent().usage()) : receipt;
        } finally {
            monitor.unlock();
        }
    }

    /** One reads no more, at the end or before it. Idempotent; for any thread. */
    void leave(Seat seat) {
        boolean last = false;
        Reply answer;
        Recorder recorder;
        monitor.lock();
        try {
            if (readers.remove(seat)) {
                seat.left = true;
                last = readers.isEmpty() && (phase == Phase.OPENING || phase == Phase.FLYING);
                if (last) {
                    payer = seat;
                    end(Phase.VOID);
                }
                monitor.signalAll();
            }
            answer = phase == Phase.FLYING ? null : this.answer;
            recorder = last ? this.recorder : null;
        } finally {
            monitor.unlock();
        }
        if (last && shared) {
            call.lifetime().cancel();
        }
        if (answer != null) {
            answer.close(); // after a good end this gives its connection back
        }
        if (recorder != null) {
            recorder.close();
        }
    }

    private boolean begin(Reply reply, Recorder recorder) {
        monitor.lock();
        try {
            if (phase != Phase.OPENING) {
                return false;
            }
            answer = reply;
            this.recorder = recorder;
            if (reply instanceof Reply.Document document) {
                land(document.receipt());
            } else {
                phase = Phase.FLYING;
                monitor.signalAll();
            }
            return true;
        } finally {
            monitor.unlock();
        }
    }

    private @Nullable Event read(Seat seat) {
        boolean full = readers.areFull();
        Event event = readers.next(seat);
        if (full && !readers.areFull()) {
            monitor.signalAll();
        }
        return event;
    }

    private @Nullable Event atTheEnd(Seat seat) {
        readers.remove(seat);
        if (failure != null) {
            throw failure;
        }
        return null;
    }

    /** With the baton: pulls what comes next, while the lock is let go; null if that is no event for this seat. */
    private @Nullable Event pull(Seat seat, long until) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException(); // it would take the connection with it
        }
        Reply.Events events = (Reply.Events) Objects.requireNonNull(answer);
        Recorder recorder = Objects.requireNonNull(this.recorder);
        Event event = null;
        Event kept = Event.NOT_YET;
        QliteException failed = null;
        Receipt receipt = null;
        long end = earlier(until, seat.call().lifetime().until());
        pulledUntil = monitor.earliest(shared ? earlier(end, lookUp) : end);
        batonIsFree = false;
        monitor.unlock();
        try {
            event = events.next(pulledUntil);
            if (event == null) {
                receipt = events.receipt();
            } else if (event != Event.NOT_YET) {
                kept = recorder.event(event);
            }
        } catch (Throwable e) { // a provider in another language may throw anything
            failed = told(e).failure();
            receipt = broken(events, recorder, failed);
        } finally {
            monitor.lock();
            batonIsFree = true;
        }
        if (phase != Phase.FLYING) {
            return null; // the last has left
        }
        if (failed != null) {
            breakOff(failed, Objects.requireNonNull(receipt), seat);
            return null;
        }
        if (event == null) {
            land(Objects.requireNonNull(receipt));
            monitor.unlock();
            try {
                store(recorder::end);
            } finally {
                monitor.lock();
            }
            return null;
        }
        if (event == Event.NOT_YET) {
            long now = System.nanoTime();
            boolean ownTimeIsOver = pulledUntil == end || pulledUntil - now > 0;
            lookUp = now + NOTICED_WITHIN;
            monitor.signalLate();
            monitor.signal(); // should this one go, another has the baton
            return ownTimeIsOver ? event : null;
        }
        readers.add(kept, seat);
        if (shared && !readers.keepAll()) {
            recorder.stop();
            forget.accept(this);
        }
        monitor.signalAll();
        return seat.left ? null : event;
    }

    /** Ends an exchange that broke off, and says what it came to, as far as it can be told. */
    private Receipt broken(Reply.Events events, Recorder recorder, QliteException why) {
        try (recorder) {
            events.close();
            return events.receipt();
        } catch (RuntimeException | Error e) {
            if (e != why) {
                why.addSuppressed(e);
            }
            return Receipt.of(call).withAttempts(1);
        }
    }

    private void land(Receipt receipt) {
        spent = receipt;
        payer = readers.eldest();
        phase = Phase.LANDED;
        monitor.signalAll();
    }

    private void store(Runnable commit) {
        try {
            commit.run();
        } finally {
            forget.accept(this);
        }
    }

    /** The exchange failed while one of those aboard had it in hand, whose own affair that may be. */
    private void breakOff(QliteException failed, Receipt receipt, Seat puller) {
        spent = receipt;
        payer = readers.eldest();
        if (!failed.isPersonal()) {
            failure = failed;
            end(Phase.FAILED);
            return;
        }
        puller.ownFailure = failed;
        readers.remove(puller);
        if (answer == null) {
            payer = puller;
            end(Phase.VOID);
        } else {
            String what = "its answer broke off with another caller, who was reading it for all";
            failure = UpstreamUnavailableException.of(provider().name(), what, failed);
            end(Phase.FAILED);
        }
    }

    private CallFailedException told(Throwable cause) {
        return cause instanceof CallFailedException failed ? failed : CallFailedException.of(cause, Receipt.of(call));
    }

    private void end(Phase end) {
        phase = end;
        forget.accept(this);
        monitor.signalAll();
    }

    /** What the exchange came to; before there was an answer it was one try. */
    private Receipt spent() {
        if (spent != null) {
            return spent;
        }
        return answer == null ? Receipt.of(call).withAttempts(1) : answer.receipt();
    }

    /** Waits for a change; false if the seat's time was over before. */
    private boolean await(Seat seat, long until) throws InterruptedException {
        long end = earlier(until, seat.call().lifetime().until());
        if (end - System.nanoTime() <= 0) {
            return false;
        }
        long due = readers.roomDue(end);
        monitor.await(due, !batonIsFree && due - pulledUntil >= 0);
        return true;
    }

    private Provider provider() {
        return Objects.requireNonNull(call.route(), "route").provider();
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }
}
