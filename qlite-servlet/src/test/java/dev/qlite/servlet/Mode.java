package dev.qlite.servlet;

import java.util.Arrays;
import java.util.List;

/** The containers, and the ways in which a call waits for its answer in them; the door behaves the same in each. */
enum Mode {
    /** On the container's own platform thread. */
    BLOCKING_ON_JETTY(ContainerKind.JETTY, false, true),
    /** On one of qlite's threads: the container's are platform threads of somebody else. */
    ASYNC_ON_JETTY(ContainerKind.JETTY, false, false),
    /** On the container's virtual thread, where the JVM has such. */
    VIRTUAL_ON_JETTY(ContainerKind.JETTY, true, false),
    BLOCKING_ON_TOMCAT(ContainerKind.TOMCAT, false, true),
    ASYNC_ON_TOMCAT(ContainerKind.TOMCAT, false, false),
    VIRTUAL_ON_TOMCAT(ContainerKind.TOMCAT, true, false);

    private final ContainerKind container;
    private final boolean virtualThreads;
    private final boolean blocking;

    Mode(ContainerKind container, boolean virtualThreads, boolean blocking) {
        this.container = container;
        this.virtualThreads = virtualThreads;
        this.blocking = blocking;
    }

    /** The modes that this JVM has. */
    static List<Mode> available() {
        return Arrays.stream(values())
                .filter(mode -> !mode.virtualThreads || VirtualThreads.areSupported())
                .toList();
    }

    /** The one that every JVM has, and that no container comes near to by itself. */
    static Mode async(ContainerKind container) {
        return container == ContainerKind.JETTY ? ASYNC_ON_JETTY : ASYNC_ON_TOMCAT;
    }

    ContainerKind container() {
        return container;
    }

    boolean virtualThreads() {
        return virtualThreads;
    }

    /** Whether the servlet is told to wait on the container's threads, whatever they are. */
    boolean blocking() {
        return blocking;
    }
}
