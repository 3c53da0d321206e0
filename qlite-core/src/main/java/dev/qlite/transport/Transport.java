package dev.qlite.transport;

/**
 * The door to an upstream: opens HTTP exchanges over connections that it pools, and knows nothing of what they carry.
 *
 * <p>An implementation sends one request per exchange, over HTTP/1.1 or later; it follows no redirect, unpacks no
 * content encoding, keeps no cookie and answers no authentication challenge. It has a time-out for connecting (which
 * bounds the wait for a pooled connection too) and no other: how long an answer may take is the caller's to say, with
 * the {@code until} of each wait. What it must keep is written as tests in {@code TransportContract} of {@code
 * qlite-testing}.
 *
 * <p>Thread-safe.
 */
public interface Transport extends AutoCloseable {

    /**
     * Prepares one exchange. No I/O is done and nothing is waited for until {@link Exchange#head}, so that a caller can
     * first register {@link Exchange#close} wherever it is cancelled from. An exchange that is never asked for its head
     * holds nothing; any other must be closed.
     *
     * <p>Never fails: what goes wrong is thrown by the exchange, {@link TransportException.Kind#CLOSED} if this
     * transport is closed.
     */
    Exchange open(TransportRequest request);

    /**
     * Closes the pooled connections and every open exchange, whose {@code head} and {@code read} then throw {@link
     * TransportException.Kind#CLOSED}. Idempotent; waits for nobody.
     */
    @Override
    void close();
}
