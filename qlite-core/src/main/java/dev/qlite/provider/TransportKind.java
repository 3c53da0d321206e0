package dev.qlite.provider;

/** What carries the calls of a provider. */
public enum TransportKind {
    /** HTTP/1.1 on sockets of qlite's own; the default. */
    SOCKETS,
    /** The JDK's client: for an upstream that is better asked over HTTP/2, or a way that only that client finds. */
    JDK
}
