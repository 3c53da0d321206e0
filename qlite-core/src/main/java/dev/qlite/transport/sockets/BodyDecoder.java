package dev.qlite.transport.sockets;

import dev.qlite.transport.BodyLength;
import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** Takes an answer's body out of its framing (RFC 9112, 6 and 7). Not thread-safe. */
abstract class BodyDecoder {
    private boolean ended;

    /**
     * The decoder for what a head says.
     *
     * @throws ProtocolException if that is not clear beyond doubt
     */
    static BodyDecoder of(String method, boolean http10, ResponseHead head) throws ProtocolException {
        long length = BodyLength.of(method, head);
        if (length == BodyLength.CHUNKED && http10) {
            throw new ProtocolException("it is chunked, in HTTP/1.0");
        }
        return length == BodyLength.CHUNKED
                ? new Chunked()
                : length == BodyLength.UNTIL_CLOSE ? new UntilClose() : new OfLength(length);
    }

    /**
     * Moves bytes of the body, and takes its framing as far as it has come.
     *
     * @throws ProtocolException if the framing is none; bytes from before it may have been moved
     */
    abstract void move(ByteBuffer in, ByteBuffer into) throws ProtocolException;

    /** How many bytes of the body come next on the connection, with no framing between them. */
    abstract long plain();

    /** That many {@link #plain} bytes were taken past {@link #move}. */
    abstract void took(int count);

    /** Whether the end is told by the framing. */
    boolean framed() {
        return true;
    }

    final boolean ended() {
        return ended;
    }

    final void end() {
        ended = true;
    }

    private static int copy(ByteBuffer in, ByteBuffer into, long most) {
        int count = (int) Math.min(most, Math.min(in.remaining(), into.remaining()));
        if (into.hasArray()) {
            System.arraycopy(
                    in.array(),
                    in.arrayOffset() + in.position(),
                    into.array(),
                    into.arrayOffset() + into.position(),
                    count);
            into.position(into.position() + count);
        } else {
            into.put(in.array(), in.arrayOffset() + in.position(), count);
        }
        in.position(in.position() + count);
        return count;
    }

    /** A body whose length is known before. */
    private static final class OfLength extends BodyDecoder {
        private long left;

        OfLength(long length) {
            left = length;
            took(0);
        }

        @Override
        void move(ByteBuffer in, ByteBuffer into) {
            took(copy(in, into, left));
        }

        @Override
        long plain() {
            return left;
        }

        @Override
        void took(int count) {
            left -= count;
            if (left == 0) {
                end();
            }
        }
    }

    /** A body that ends with its connection. */
    private static final class UntilClose extends BodyDecoder {
        @Override
        void move(ByteBuffer in, ByteBuffer into) {
            copy(in, into, Long.MAX_VALUE);
        }

        @Override
        long plain() {
            return Long.MAX_VALUE;
        }

        @Override
        void took(int count) {
            // There is nothing to count.
        }

        @Override
        boolean framed() {
            return false;
        }
    }

    /** A body in chunks; what stands beside their sizes, and the fields after the last, is read and left. */
    private static final class Chunked extends BodyDecoder {
        private static final int MOST_DIGITS = 15;
        private static final int MOST_EXTENSION = 4 << 10;

        private State state = State.SIZE;
        private long left; // of the chunk: what has been read of its size, then bytes to come
        private int count; // digits of its size, then bytes of its extension
        private final Lines trailer = new Lines();

        private enum State {
            SIZE,
            EXTENSION,
            SIZE_LF,
            DATA,
            DATA_CR,
            DATA_LF,
            TRAILER
        }

        @Override
        void move(ByteBuffer in, ByteBuffer into) throws ProtocolException {
            while (in.hasRemaining() && !ended()) {
                switch (state) {
                    case SIZE -> size(in.get());
                    case EXTENSION -> extension(in.get());
                    case SIZE_LF -> {
                        expect('\n', in.get());
                        state = left == 0 ? State.TRAILER : State.DATA;
                    }
                    case DATA -> {
                        if (!into.hasRemaining()) {
                            return;
                        }
                        took(copy(in, into, left));
                    }
                    case DATA_CR -> {
                        expect('\r', in.get());
                        state = State.DATA_LF;
                    }
                    case DATA_LF -> {
                        expect('\n', in.get());
                        state = State.SIZE;
                        count = 0;
                    }
                    case TRAILER -> {
                        if (!trailerLine(in)) {
                            return;
                        }
                    }
                }
            }
        }

        @Override
        long plain() {
            return state == State.DATA ? left : 0;
        }

        @Override
        void took(int count) {
            left -= count;
            if (left == 0) {
                state = State.DATA_CR;
            }
        }

        private void size(byte b) throws ProtocolException {
            int digit = Character.digit(b, 16);
            if (digit >= 0) {
                if (++count > MOST_DIGITS) {
                    throw new ProtocolException("the size of a chunk is beyond all measure");
                }
                left = 16 * left + digit;
                return;
            }
            if (count == 0) {
                throw new ProtocolException("the size of a chunk is no number");
            }
            count = 0;
            if (b == '\r') {
                state = State.SIZE_LF;
            } else if (b == ';' || b == ' ' || b == '\t') {
                state = State.EXTENSION;
            } else {
                throw new ProtocolException("the size of a chunk is no number");
            }
        }

        private void extension(byte b) throws ProtocolException {
            if (b == '\r') {
                state = State.SIZE_LF;
            } else if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7F) {
                throw new ProtocolException("the extension of a chunk holds a control character");
            } else if (++count > MOST_EXTENSION) {
                throw new ProtocolException("the extension of a chunk is longer than " + MOST_EXTENSION + " bytes");
            }
        }

        /** Takes a line of the trailer; false if it is not whole. */
        private boolean trailerLine(ByteBuffer in) throws ProtocolException {
            int length = trailer.next(in);
            if (length < 0) {
                return false;
            }
            if (length == 0) {
                end();
            } else {
                ResponseParser.field(Headers.builder(), in.array(), in.arrayOffset() + in.position(), length);
            }
            trailer.take(in, length);
            return true;
        }

        private static void expect(char expected, byte b) throws ProtocolException {
            if (b != expected) {
                throw new ProtocolException("a chunk is not of the size that it tells");
            }
        }
    }
}
