package dev.qlite.transport.sockets;

import java.net.ProtocolException;
import java.nio.ByteBuffer;

/** Finds the lines of a head, of which there may not be too much. Not thread-safe. */
final class Lines {
    /** Bytes of a head, or a trailer, with its interim answers: twice what anybody is known to send. */
    static final int MOST = 64 << 10;

    private int left = MOST;
    private int scanned; // bytes of the line that are known to hold no line end

    /**
     * The length of the line that begins at the position, without its CRLF; -1 if it is not whole.
     *
     * @throws ProtocolException if it ends in a bare line feed, or if there is too much of it
     */
    int next(ByteBuffer in) throws ProtocolException {
        byte[] bytes = in.array();
        int start = in.arrayOffset() + in.position();
        int end = start + Math.min(in.remaining(), left);
        for (int i = start + scanned; i < end; i++) {
            if (bytes[i] == '\n') {
                if (i == start || bytes[i - 1] != '\r') {
                    throw new ProtocolException("a line of its head ends without a carriage return");
                }
                scanned = 0;
                return i - start - 1;
            }
        }
        scanned = end - start;
        if (scanned == left) {
            throw new ProtocolException("its head is longer than " + MOST + " bytes");
        }
        return -1;
    }

    /** Takes the line that was found. */
    void take(ByteBuffer in, int length) {
        in.position(in.position() + length + 2);
        left -= length + 2;
    }
}
