package dev.qlite.servlet;

import dev.qlite.chat.Usage;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Dollars;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Route;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the headers say of an answer: who gave it, and what the cache had to do with it. */
final class ReplyHeaders {
    static final String COST = "X-Request-Cost";
    static final String SAVED = "X-Cost-Saved";

    static final String TOKENS = "X-Tokens-Saved";

    /** What may come after the body. */
    static final String TRAILERS = COST + ", " + SAVED + ", " + TOKENS;

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
        set(COST, head.cost(), response);
        set(SAVED, head.saved(), response);
    }

    /** The headers of a failure, as far as the call came. */
    static void set(Receipt receipt, HttpServletResponse response) {
        Route route = receipt.route();
        if (route != null) {
            set(receipt.cache(), response);
            response.setHeader("X-Provider", route.provider().name());
        }
    }

    /** What is known only at the end of a pulled answer, for after its body; empty before. */
    static Map<String, String> trailers(Reply reply) {
        Map<String, String> trailers = new LinkedHashMap<>();
        try {
            Receipt receipt = reply.receipt();
            put(COST, receipt.cost(), trailers);
            put(SAVED, receipt.saved(), trailers);
            Usage usage = receipt.usage();
            if (receipt.attempts() == 0 && usage != null) {
                trailers.put(TOKENS, Long.toString(usage.totalTokens()));
            }
        } catch (IllegalStateException e) {
            return Map.of(); // it was cut off
        }
        return trailers;
    }

    private static void put(String name, @Nullable BigDecimal dollars, Map<String, String> into) {
        if (dollars != null) {
            into.put(name, Dollars.text(dollars));
        }
    }

    private static void set(String name, @Nullable BigDecimal dollars, HttpServletResponse response) {
        if (dollars != null) {
            response.setHeader(name, Dollars.text(dollars));
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
