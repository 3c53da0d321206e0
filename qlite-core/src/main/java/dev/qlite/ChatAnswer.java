package dev.qlite;

import dev.qlite.chat.ChatCompletion;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;

/**
 * A whole answer with its receipt.
 *
 * @param completion what the model said
 * @param receipt what it came to
 */
public record ChatAnswer(ChatCompletion completion, Receipt receipt) {
    ChatAnswer(Reply.Document reply) {
        this(ChatCompletion.of(reply.body()), reply.receipt());
    }

    /** The text of the first choice; empty where there is none. */
    public String text() {
        return completion.text();
    }
}
