package dev.qlite.pipeline;

import dev.qlite.chat.CallCancelledException;
import dev.qlite.chat.QliteException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call's complete receipt, published once, by whoever ends the call first. Thread-safe. */
final class Settlement {
    private static final Logger LOG = LoggerFactory.getLogger(Settlement.class);

    private final Call call;
    private final List<ReceiptListener> listeners;
    private final LongSupplier nanoTime;
    private final Charges charges;
    private final AtomicReference<@Nullable Receipt> published = new AtomicReference<>();

    Settlement(Call call, List<ReceiptListener> listeners, LongSupplier nanoTime, Charges charges) {
        this.call = call;
        this.listeners = listeners;
        this.nanoTime = nanoTime;
        this.charges = charges;
    }

    Receipt answered(Receipt receipt) {
        return publish(receipt.withOutcome(Outcome.ANSWERED, null, duration()));
    }

    Receipt cancelled(Receipt receipt) {
        return publish(receipt.withOutcome(Outcome.CANCELLED, null, duration()));
    }

    CallFailedException failed(Throwable e, Receipt receipt) {
        QliteException failure = CallFailedException.plain(e);
        Receipt complete = failure instanceof CallCancelledException
                ? cancelled(receipt)
                : publish(receipt.withOutcome(Outcome.FAILED, failure, duration()));
        return CallFailedException.of(failure, complete);
    }

    boolean isOpen() {
        return published.get() == null;
    }

    Receipt receipt() {
        Receipt receipt = published.get();
        if (receipt == null) {
            throw new IllegalStateException("no receipt before the end of the reply");
        }
        return receipt;
    }

    private Receipt publish(Receipt complete) {
        Receipt receipt = charges.priced(complete);
        if (published.compareAndSet(null, receipt)) {
            listeners.forEach(listener -> tell(listener, receipt));
        }
        return receipt();
    }

    private static void tell(ReceiptListener listener, Receipt receipt) {
        try {
            listener.settled(receipt);
        } catch (RuntimeException e) {
            LOG.warn("request {}: a receipt listener failed", receipt.requestId(), e);
        }
    }

    private Duration duration() {
        return Duration.ofNanos(nanoTime.getAsLong() - call.arrivalNanos());
    }
}
