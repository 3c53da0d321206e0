package dev.qlite.servlet;

import dev.qlite.chat.Usage;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Route;
import jakarta.servlet.http.HttpServletResponse;

/** What the headers say of an answer: who gave it, and what the cache had to do with it. */
final class ReplyHeaders {
    private ReplyHeaders() {}

    /** The headers of an answer that is about to be sent. */
    static void set(Head head, HttpServletResponse response) {
        head.headers().forEach(response::setHeader);
        set(head.cache(), response);
        response.setHeader("X-Provider", head.route().provider().name());
        Usage usage = head.usage();
        if (!head.cache().isHit()) {
            response.setHeader("X-Tokens-Saved", "0");
        } else if (usage != null) {
            response.setHeader("X-Tokens-Saved", Long.toString(usage.totalTokens()));
        }
    }

    /** The headers of a failure, as far as the call came. */
    static void set(Receipt receipt, HttpServletResponse response) {
        Route route = receipt.route();
        if (route != null) {
            set(receipt.cache(), response);
            response.setHeader("X-Provider", route.provider().name());
        }
    }

    private static void set(CacheStatus cache, HttpServletResponse response) {
        response.setHeader("X-Cache", cache.result().name());
        response.setHeader("Cache-Status", "qlite; " + cache.parameters());
        if (cache.isHit()) {
            response.setHeader("Age", Long.toString(cache.age()));
        }
    }
}
