package dev.qlite.pipeline;

import dev.qlite.chat.QliteException;
import dev.qlite.json.Json;
import java.nio.ByteBuffer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An answer, on its way back through the pipeline: a whole document, or something to be pulled.
 *
 * <p>{@link #close} may be called by any thread at any time; everything else belongs to one thread at a time.
 */
public sealed interface Reply extends AutoCloseable permits Reply.Document, Reply.Pulled {
    /** What is known before the body. */
    Head head();

    /**
     * What it came to.
     *
     * @throws IllegalStateException before the end or {@link #close}
     */
    Receipt receipt();

    /** Cancels what is under way and frees what it holds. Idempotent. */
    @Override
    void close();

    /** The same reply with another head. */
    default Reply withHead(UnaryOperator<Head> change) {
        if (this instanceof Document document) {
            return document.withHead(change.apply(document.head()));
        }
        return this instanceof Events events
                ? new HeadedEvents(events, change.apply(head()))
                : new HeadedBytes((Bytes) this, change.apply(head()));
    }

    /** A whole body, bytes as they came. Immutable. */
    final class Document implements Reply {
        private final Head head;
        private final Json body;
        private final boolean whole;
        private final Receipt receipt;

        private Document(Head head, Json body, boolean whole, Receipt receipt) {
            this.head = head;
            this.body = body;
            this.whole = whole;
            this.receipt = receipt;
        }

        /** A document that is known to be whole. */
        public static Document of(Head head, Json body, Receipt receipt) {
            return new Document(head, body, true, receipt);
        }

        /** The same, where only the close of the connection told its end: it may be served, but not stored. */
        public Document unframed() {
            return new Document(head, body, false, receipt);
        }

        public Document withHead(Head head) {
            return new Document(head, body, whole, receipt);
        }

        public Document withReceipt(Receipt receipt) {
            return new Document(head, body, whole, receipt);
        }

        /**
         * The same answer cut into natural deltas, all of them at hand.
         *
         * @param includeUsage whether a last chunk tells the usage
         */
        public Events toEvents(boolean includeUsage) {
            return new DocumentEvents(this, includeUsage);
        }

        @Override
        public Head head() {
            return head;
        }

        public Json body() {
            return body;
        }

        /** Whether nothing can be missing from it. */
        public boolean whole() {
            return whole;
        }

        @Override
        public Receipt receipt() {
            return receipt;
        }

        @Override
        public void close() {}
    }

    /**
     * What is pulled piece by piece while the upstream goes on.
     *
     * @param <T> the pieces
     */
    sealed interface Pulled<T> extends Reply permits Events, Bytes {
        /**
         * The next piece.
         *
         * @param until how long to wait, in {@link System#nanoTime}; a time gone by takes only what is at hand
         * @return the piece, or the word for none by then; null at a good end, and ever after
         * @throws QliteException if the answer breaks off, and ever after
         */
        @Nullable
        T next(long until);
    }

    /** A streamed answer; where no event is there in time, {@code next} gives {@link Event#NOT_YET}. */
    non-sealed interface Events extends Pulled<Event> {}

    /**
     * An answer that passes through unread; each buffer has an array, and is good until the next call. Where no bytes are there in time,
     * {@code next} gives a buffer without any.
     */
    non-sealed interface Bytes extends Pulled<ByteBuffer> {}
}
