package dev.qlite.pipeline;

/** How a call ended. */
public enum Outcome {
    /** With a whole answer. */
    ANSWERED,
    /** With an error. */
    FAILED,
    /** The caller did not wait for the end. */
    CANCELLED
}
