package dev.qlite.pipeline;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Puts prices where they are told: into receipts, heads, and the usage of answers. Thread-safe.
 *
 * <p>Who had a provider asked pays the answer's price and saves nothing; who had none asked, pays nothing and saves it.
 */
final class Charges {
    private static final byte[] USAGE = "\"usage\"".getBytes(StandardCharsets.US_ASCII);

    private final Pricer pricer;
    private final boolean tellInUsage;

    Charges(Pricer pricer, boolean tellInUsage) {
        this.pricer = pricer;
        this.tellInUsage = tellInUsage;
    }

    /** A complete receipt with what it cost. */
    Receipt priced(Receipt receipt) {
        BigDecimal price = price(receipt.route(), receipt.usage());
        if (receipt.attempts() > 0) {
            return receipt.withCost(price, BigDecimal.ZERO);
        }
        BigDecimal saved = receipt.outcome() == Outcome.FAILED ? BigDecimal.ZERO : price;
        return receipt.withCost(BigDecimal.ZERO, saved);
    }

    /** A document whose receipt is complete, with what that says of its price. */
    Reply.Document told(Reply.Document document) {
        Receipt receipt = document.receipt();
        Head head = document.head().withCost(receipt.cost(), receipt.saved());
        Usage usage = Usage.in(document.body());
        BigDecimal cost = receipt.cost();
        if (!tellInUsage || usage == null || cost == null) {
            return document.withHead(head);
        }
        Json body = withCost(document.body(), usage, cost);
        Reply.Document told = Reply.Document.of(head.withUsage(Usage.in(body)), body, receipt);
        return document.whole() ? told : told.unframed();
    }

    /** The head of events, with the price where it is known before them: of a hit. Who pays for a shared exchange shows at its end. */
    Head told(Head head) {
        return head.cache().isStored() ? head.withCost(BigDecimal.ZERO, price(head.route(), head.usage())) : head;
    }

    /** An event, with its cost if it tells the usage. */
    Event told(Event event, Head head) {
        if (!tellInUsage || head.cache().isCollapsed() || !mayTellUsage(event.data())) {
            return event;
        }
        Json chunk = event.chunk().json();
        Usage usage = Usage.in(chunk);
        BigDecimal cost = head.cache().isStored() ? BigDecimal.ZERO : price(head.route(), usage);
        return usage == null || cost == null
                ? event
                : Event.of(withCost(chunk, usage, cost).toBytes());
    }

    private @Nullable BigDecimal price(@Nullable Route route, @Nullable Usage usage) {
        return route == null || usage == null ? null : pricer.price(route, usage);
    }

    private static Json withCost(Json document, Usage usage, BigDecimal cost) {
        Json told = usage.json().toBuilder().put("cost", Dollars.json(cost)).build();
        return document.toBuilder().put("usage", told).build();
    }

    private static boolean mayTellUsage(byte[] data) {
        for (int i = 0; i + USAGE.length < data.length; i++) {
            int same = 0;
            while (same < USAGE.length && data[i + same] == USAGE[same]) {
                same++;
            }
            if (same == USAGE.length) {
                return true;
            }
        }
        return false;
    }
}
