package dev.qlite.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import dev.qlite.pipeline.Receipt;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TotalsTest {
    private final Totals totals = new Totals(3);

    @Test
    void missesSpendAndHitsSave() {
        totals.settled(miss("a", "m", "0.10"));
        totals.settled(saving("a", "m", CacheStatus.hit(1, 2)));
        totals.settled(saving("a", "m", CacheStatus.COLLAPSED));
        totals.settled(receipt("a", "m").withAttempts(1).withCost(null, BigDecimal.ZERO));

        assertThat(totals.rows())
                .containsExactly(new Totals.Row(
                        Caller.named("a").id(),
                        "m",
                        4,
                        1,
                        1,
                        2,
                        1,
                        new BigDecimal("0.10"),
                        new BigDecimal("0.20"),
                        14));
    }

    @Test
    void rowsAreBoundedAndNothingIsLost() {
        for (int i = 0; i < 100; i++) {
            totals.settled(miss("caller" + i, "m", "0.01"));
        }

        assertThat(totals.rows()).hasSize(3);
        assertThat(totals.rows().get(0).caller()).isEqualTo(Totals.OTHERS);
        assertThat(totals.sum().asked()).isEqualTo(100);
        assertThat(totals.sum().spent()).isEqualByComparingTo("1.00");
    }

    private static Receipt miss(String caller, String model, String cost) {
        return receipt(caller, model)
                .withCache(CacheStatus.MISS)
                .withAttempts(1)
                .withUsage(Usage.of(5, 2))
                .withCost(new BigDecimal(cost), BigDecimal.ZERO);
    }

    private static Receipt saving(String caller, String model, CacheStatus status) {
        return receipt(caller, model)
                .withCache(status)
                .withUsage(Usage.of(5, 2))
                .withCost(BigDecimal.ZERO, new BigDecimal("0.10"));
    }

    private static Receipt receipt(String caller, String model) {
        Json body = Json.object().put("model", model).put("input", "x").build();
        return Receipt.of(Call.embeddings(body).caller(Caller.named(caller)).build());
    }
}
