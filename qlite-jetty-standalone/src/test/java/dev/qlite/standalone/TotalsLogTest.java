package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.cost.Totals;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TotalsLogTest {
    @Test
    void aRowIsOneLineWhateverTheClientCallsItsModel() {
        Totals.Row row = new Totals.Row(
                "team-a", "gpt\n4o", 10, 3, 1, 6, 2, new BigDecimal("0.0000001"), new BigDecimal("1.50"), 99);

        assertThat(TotalsLog.line(row))
                .isEqualTo("totals caller=team-a model=gpt?4o asked=10 hits=3 collapsed=1 misses=6 spent=0.0000001"
                        + " saved=1.5 unpriced=2");
    }
}
