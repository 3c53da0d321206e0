package dev.qlite.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/** The upstream's end of one connection, as far as an {@link Answer} acts on it. One thread at a time; {@link #close} any. */
final class Wire implements AutoCloseable {
    private final Socket socket;
    private final Socket spoken;
    private final AtomicLong sent;
    private final CountDownLatch clientClosed = new CountDownLatch(1);
    private boolean ended;

    /** Over a socket, and what is spoken on it: itself, or TLS. */
    Wire(Socket socket, Socket spoken, AtomicLong sent) {
        this.socket = socket;
        this.spoken = spoken;
        this.sent = sent;
    }

    void send(byte[] bytes) throws IOException {
        if (ended) {
            throw new IllegalStateException("answer: sends after cut or reset (expected: the last step)");
        }
        try {
            spoken.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new ClientLeft(e);
        }
        sent.addAndGet(bytes.length);
    }

    void cut() throws IOException {
        ended = true;
        spoken.close();
    }

    InputStream in() throws IOException {
        return spoken.getInputStream();
    }

    void reset() throws IOException {
        ended = true;
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new ClientLeft(e);
        }
        socket.close();
    }

    /** Closes the connection under whatever answer there is, which is then no error of that answer. */
    @Override
    public void close() throws IOException {
        socket.close();
    }

    void awaitClientClosed() throws InterruptedException {
        clientClosed.await();
    }

    CountDownLatch clientClosed() {
        return clientClosed;
    }

    /** The client closed the connection under an answer: its good right, and no error of the script. */
    static final class ClientLeft extends IOException {
        ClientLeft(IOException cause) {
            super("the client left", cause);
        }
    }
}
