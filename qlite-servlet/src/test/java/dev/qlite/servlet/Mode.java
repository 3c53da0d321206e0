package dev.qlite.servlet;

import java.util.Arrays;
import java.util.List;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The ways in which a call waits for its answer; the door behaves the same in each. */
enum Mode {
    /** On the container's own platform thread. */
    BLOCKING,
    /** On one of qlite's threads: the container's are platform threads of somebody else. */
    ASYNC,
    /** On the container's virtual thread, where the JVM has such. */
    VIRTUAL;

    /** The modes that this JVM has. */
    static List<Mode> available() {
        return Arrays.stream(values())
                .filter(mode -> mode != VIRTUAL || VirtualThreads.areSupported())
                .toList();
    }

    QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(16, 4);
        threads.setName("container");
        threads.setVirtualThreadsExecutor(this == VIRTUAL ? VirtualThreads.getDefaultVirtualThreadsExecutor() : null);
        return threads;
    }
}
