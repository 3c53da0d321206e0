package dev.qlite.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.pipeline.FakeClock;
import dev.qlite.pipeline.FakeProvider;
import dev.qlite.pipeline.Model;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {
    private final FakeClock clock = new FakeClock();
    private final AtomicInteger asked = new AtomicInteger();
    private final FakeProvider first = new FakeProvider("first").models(wanted -> {
        asked.incrementAndGet();
        return List.of(new Model("gpt-4", "them"), new Model("whisper", "them"), new Model("exact", "them"));
    });
    private final FakeProvider second = new FakeProvider("second").models(wanted -> List.of(new Model("gpt-x", "us")));

    @Test
    void aliasesThenExactNamesThenWhatThePatternsLeadTo() {
        assertThat(catalog().list())
                .containsExactly(
                        new Model("a-alias", "qlite"),
                        new Model("b-alias", "qlite"),
                        new Model("exact", "first"),
                        new Model("gpt-4", "them"),
                        new Model("mine", "second"));
    }

    @Test
    void aListIsKeptForFiveMinutes() {
        ModelCatalog catalog = catalog();
        catalog.list();
        clock.pass(Duration.ofMinutes(5).minusNanos(1));
        catalog.list();
        assertThat(asked).hasValue(1);

        clock.pass(Duration.ofNanos(1));
        catalog.list();

        assertThat(asked).hasValue(2);
    }

    @Test
    void aProviderThatFailsIsLeftOut() {
        second.models(wanted -> {
            throw UpstreamUnavailableException.of("second", "down", null);
        });
        assertThat(catalog().list()).extracting(Model::id).contains("gpt-4", "mine");

        second.models(wanted -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(catalog().list()).extracting(Model::id).contains("gpt-4", "mine");
    }

    @Test
    void aProviderThatFailsLaterKeepsItsLastList() {
        ModelCatalog catalog = catalog();
        catalog.list();
        clock.pass(Duration.ofMinutes(6));
        first.models(wanted -> {
            throw UpstreamUnavailableException.of("first", "down", null);
        });

        assertThat(catalog.list()).extracting(Model::id).contains("gpt-4");
    }

    @Test
    void providersAreGivenTwoSecondsTogether() {
        long[] until = new long[2];
        first.models(wanted -> {
            until[0] = wanted.until();
            return List.of();
        });
        second.models(wanted -> {
            until[1] = wanted.until();
            return List.of();
        });

        long before = System.nanoTime();
        catalog().list();

        assertThat(until[1]).isEqualTo(until[0]);
        assertThat(until[0] - before).isBetween(2_000_000_000L, 2_000_000_000L + System.nanoTime() - before);
    }

    private ModelCatalog catalog() {
        Registry registry = Registry.builder()
                .provider(first, List.of("gpt-*", "exact"))
                .provider(second, List.of("mine"))
                .alias("b-alias", "gpt-4")
                .alias("a-alias", "mine")
                .build();
        return new ModelCatalog(registry, clock);
    }
}
