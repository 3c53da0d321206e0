package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class BudgetTest {
    @Test
    void whatDoesNotFitIsNotTaken() {
        Budget budget = new Budget(10);
        Budget.Share one = budget.share();
        Budget.Share two = budget.share();

        assertThat(one.take(6)).isTrue();
        assertThat(two.take(5)).isFalse();
        assertThat(two.take(4)).isTrue();
        assertThat(budget.held()).isEqualTo(10);
        one.close();
        one.close();
        assertThat(budget.held()).isEqualTo(4);
        assertThat(one.take(1)).as("closed").isFalse();
        two.close();
        assertThat(budget.held()).isZero();
    }

    @Test
    void howeverManyTakeAndGiveBackTheyNeverHoldMoreAndEndAtNothing() throws Exception {
        Budget budget = new Budget(1_000);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                long seed = t;
                all.add(threads.submit(() -> takeAndGiveBack(budget, new Random(seed))));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(budget.held()).isZero();
    }

    /** Another thread may close a share while its owner takes more. */
    private static void takeAndGiveBack(Budget budget, Random random) {
        for (int i = 0; i < 2_000; i++) {
            Budget.Share share = budget.share();
            Thread other = random.nextInt(50) == 0 ? new Thread(share::close) : null;
            if (other != null) {
                other.start();
            }
            for (int j = random.nextInt(5); j > 0; j--) {
                share.take(random.nextInt(400));
            }
            share.close();
            if (other != null) {
                try {
                    other.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Test
    void noMemoryAtAllMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Budget(0))
                .withMessage("max_buffered: 0 (expected: > 0)");
    }
}
