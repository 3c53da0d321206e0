package dev.qlite.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP exchange, pulled by its caller: the head, then the bytes of the body.
 *
 * <p>Waits are bounded by {@code until}, a moment on the scale of {@link System#nanoTime()} ({@code System.nanoTime() +
 * wait}; never {@code Long.MAX_VALUE}). A wait that runs out loses nothing: the same call, made again, goes on where it
 * was. A moment that has passed asks only for what is at hand.
 *
 * <p>{@link #head}, {@link #read} and {@link #framed} are for one thread at a time; {@link #close} is for any thread at
 * any time. A failure is final: it is thrown again by each later call, after the bytes that arrived before it. A thread
 * that is interrupted while it waits closes the exchange and throws {@link TransportException.Kind#CLOSED} with its
 * interrupt flag set.
 */
public interface Exchange extends AutoCloseable {

    /**
     * Sends the request, if that has not been done, and waits for the head of the final response (1xx are skipped).
     * Once it has arrived it is returned at once.
     *
     * @return the head, or null if it is not there at {@code until}
     * @throws TransportException if it will not come; {@link TransportException.Kind#EXHAUSTED} if no connection has
     *     come free within the connect time-out
     */
    @Nullable
    ResponseHead head(long until);

    /**
     * Moves bytes of the body, without transfer coding, into {@code into} and waits only if none are at hand.
     *
     * @return how many were moved, 0 if none came before {@code until}, -1 at a good end
     * @throws TransportException {@link TransportException.Kind#BROKEN} if the body was cut before the end that its
     *     framing promised
     * @throws IllegalStateException if {@link #head} has not returned a head
     * @throws IllegalArgumentException if {@code into} has no room
     */
    int read(ByteBuffer into, long until);

    /**
     * Whether the end of the body is told by its framing: a {@code Content-Length}, chunks, or a status that has no body.
     * Otherwise the close of the connection is the end, and {@link #read} cannot tell a whole body from a cut one.
     *
     * @throws IllegalStateException if {@link #head} has not returned a head
     */
    boolean framed();

    /**
     * Gives back the place in the pool at once, and closes the connection unless the body has been read to its end. A
     * thread that waits in {@link #head} or {@link #read} gets {@link TransportException.Kind#CLOSED}, as does every
     * later call. Idempotent, waits for nothing, throws nothing.
     */
    @Override
    void close();
}
