package dev.qlite.servlet;

/** A servlet container on the loopback: one servlet for every path, behind filters in their order. */
interface Container extends AutoCloseable {
    int port();

    @Override
    void close();
}
