package dev.qlite.testing;

import dev.qlite.sse.SseWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A client in tests: keeps what is written to it, in order, and leaves when it is told to. A write by a client that
 * left throws an {@link IOException} and is not kept. One thread writes; any thread may look, meanwhile too.
 */
public final class CapturingSseWriter implements SseWriter {
    /** One thing that was done to the writer. */
    public sealed interface Entry {
        /** An event; its data read as UTF-8. */
        record Event(String data) implements Entry {}

        /** A comment; its text as it was given. */
        record Comment(String text) implements Entry {}

        /** A flush. */
        record Flush() implements Entry {}
    }

    private final Queue<Entry> log = new ConcurrentLinkedQueue<>();
    private final int lastWrite;
    private volatile boolean left;
    private int writes;

    /** A client that stays. */
    public CapturingSseWriter() {
        this(Integer.MAX_VALUE);
    }

    private CapturingSseWriter(int lastWrite) {
        this.lastWrite = lastWrite;
    }

    /**
     * A client that is found to have left at the given write: that write fails, and every write and flush after it.
     *
     * @param write counts events and comments, not flushes; the first is 1
     * @throws IllegalArgumentException if {@code write} is not positive
     */
    public static CapturingSseWriter failingAt(int write) {
        if (write <= 0) {
            throw new IllegalArgumentException("write: " + write + " (expected: > 0)");
        }
        return new CapturingSseWriter(write - 1);
    }

    @Override
    public void event(byte[] data) throws IOException {
        write(new Entry.Event(new String(data, StandardCharsets.UTF_8)));
    }

    @Override
    public void comment(String text) throws IOException {
        write(new Entry.Comment(text));
    }

    @Override
    public void flush() throws IOException {
        check();
        log.add(new Entry.Flush());
    }

    /** Nothing is gathered: what was written is kept already. */
    @Override
    public void drain() throws IOException {
        check();
    }

    /** The client leaves now: every write and flush from here on fails. From any thread. */
    public void leave() {
        left = true;
    }

    /** What was done so far, failures left out. A copy. */
    public List<Entry> log() {
        return List.copyOf(log);
    }

    /** The data of the events so far. A copy. */
    public List<String> events() {
        return log.stream()
                .filter(Entry.Event.class::isInstance)
                .map(entry -> ((Entry.Event) entry).data())
                .toList();
    }

    /** How many flushes there were so far. */
    public int flushes() {
        return (int) log.stream().filter(Entry.Flush.class::isInstance).count();
    }

    private void write(Entry entry) throws IOException {
        if (writes == lastWrite) {
            leave();
        }
        check();
        writes++;
        log.add(entry);
    }

    private void check() throws IOException {
        if (left) {
            throw new IOException("client: left");
        }
    }
}
