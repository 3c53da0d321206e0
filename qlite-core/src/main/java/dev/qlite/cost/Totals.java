package dev.qlite.cost;

import dev.qlite.chat.Usage;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.ReceiptListener;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What calls came to since it was made, by caller and model. Bounded: what comes after so many callers and models is counted as
 * of others. Thread-safe.
 */
public final class Totals implements ReceiptListener {
    /** Who or what has no row of its own. */
    public static final String OTHERS = "(others)";

    private final int mostRows;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Row> rows = new HashMap<>();

    /** With at most 1,000 rows. */
    public Totals() {
        this(1_000);
    }

    /** @param mostRows how many pairs of a caller and a model are told apart; at least 1 */
    public Totals(int mostRows) {
        if (mostRows < 1) {
            throw new IllegalArgumentException("mostRows: " + mostRows + " (expected: > 0)");
        }
        this.mostRows = mostRows;
    }

    private record Key(String caller, String model) {}

    /**
     * What one caller's calls of one model came to. Immutable.
     *
     * @param model what was asked for
     * @param asked all calls, failed ones too
     * @param hits answered from the cache
     * @param collapsed answered by what another call had asked for
     * @param misses a provider was asked
     * @param unpriced of those how many have a cost that is not known
     * @param spent US dollars
     * @param saved US dollars that hits and collapsed calls would have cost
     * @param tokensSaved the tokens of those
     */
    public record Row(
            String caller,
            String model,
            long asked,
            long hits,
            long collapsed,
            long misses,
            long unpriced,
            BigDecimal spent,
            BigDecimal saved,
            long tokensSaved) {
        static Row empty(String caller, String model) {
            return new Row(caller, model, 0, 0, 0, 0, 0, BigDecimal.ZERO, BigDecimal.ZERO, 0);
        }

        Row plus(Row other) {
            return new Row(
                    caller,
                    model,
                    asked + other.asked,
                    hits + other.hits,
                    collapsed + other.collapsed,
                    misses + other.misses,
                    unpriced + other.unpriced,
                    spent.add(other.spent),
                    saved.add(other.saved),
                    tokensSaved + other.tokensSaved);
        }
    }

    @Override
    public void settled(Receipt receipt) {
        Row one = row(receipt);
        lock.lock();
        try {
            Key key = new Key(one.caller(), one.model());
            if (!rows.containsKey(key) && rows.size() >= mostRows - 1) {
                key = new Key(OTHERS, OTHERS);
            }
            Row before = rows.get(key);
            rows.put(key, (before == null ? Row.empty(key.caller(), key.model()) : before).plus(one));
        } finally {
            lock.unlock();
        }
    }

    /** The rows, those that spent most first. */
    public List<Row> rows() {
        lock.lock();
        try {
            return rows.values().stream()
                    .sorted(Comparator.comparing(Row::spent)
                            .reversed()
                            .thenComparing(Row::caller)
                            .thenComparing(Row::model))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** All together. */
    public Row sum() {
        return rows().stream().reduce(Row.empty("(all)", "(all)"), Row::plus);
    }

    private static Row row(Receipt receipt) {
        boolean asked = receipt.attempts() > 0;
        Usage usage = receipt.usage();
        BigDecimal cost = receipt.cost();
        BigDecimal saved = receipt.saved();
        return new Row(
                receipt.caller().id(),
                receipt.model(),
                1,
                receipt.cache().isStored() ? 1 : 0,
                receipt.cache().isCollapsed() ? 1 : 0,
                asked ? 1 : 0,
                asked && cost == null ? 1 : 0,
                cost == null ? BigDecimal.ZERO : cost,
                saved == null ? BigDecimal.ZERO : saved,
                asked || usage == null ? 0 : usage.totalTokens());
    }
}
