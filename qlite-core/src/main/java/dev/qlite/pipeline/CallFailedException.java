package dev.qlite.pipeline;

import dev.qlite.chat.InternalErrorException;
import dev.qlite.chat.QliteException;
import java.util.Map;

/** A failure together with the receipt of the call that failed; all else it says is the failure's own. */
public final class CallFailedException extends QliteException {
    private final QliteException failure;
    private final Receipt receipt;

    private CallFailedException(QliteException failure, Receipt receipt) {
        super(failure.status(), failure.error(), failure.provider(), failure.retryAfter(), failure);
        this.failure = failure;
        this.receipt = receipt;
    }

    /** A failure of a call; one that has a receipt already gives it up for this one. */
    public static CallFailedException of(Throwable failure, Receipt receipt) {
        return new CallFailedException(plain(failure), receipt);
    }

    /** What was thrown, without a receipt. */
    public QliteException failure() {
        return failure;
    }

    @Override
    public Map<String, String> headers() {
        return failure.headers();
    }

    /** What the failed call came to: as far as it is known where this is caught; complete outside the pipeline. */
    public Receipt receipt() {
        return receipt;
    }

    /** The failure without a receipt; what nobody had foreseen becomes an {@link InternalErrorException}. */
    static QliteException plain(Throwable failure) {
        if (failure instanceof CallFailedException failed) {
            return failed.failure;
        }
        return failure instanceof QliteException known ? known : new InternalErrorException(failure);
    }
}
