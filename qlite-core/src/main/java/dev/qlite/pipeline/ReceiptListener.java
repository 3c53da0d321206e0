package dev.qlite.pipeline;

/** Is told what each call came to, exactly once. Thread-safe. */
@FunctionalInterface
public interface ReceiptListener {
    /**
     * Takes a complete receipt, on the thread that ended the call. What it throws is logged and harms no call.
     *
     * @param receipt of an answered, failed or cancelled call
     */
    void settled(Receipt receipt);
}
