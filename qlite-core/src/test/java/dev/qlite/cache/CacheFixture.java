package dev.qlite.cache;

import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.FakeClock;
import dev.qlite.pipeline.FakeProvider;
import dev.qlite.pipeline.Pipeline;
import dev.qlite.pipeline.Pulls;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Render;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.ScriptedEvents;
import dev.qlite.pipeline.Settle;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A pipeline as the gateway builds it: receipts, rendering, the cache, a provider. */
final class CacheFixture {
    final FakeClock clock = new FakeClock();
    final FakeStore store = new FakeStore();
    final FakeProvider provider = new FakeProvider("fake");
    final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    final ExactCache cache;
    private final Pipeline pipeline;

    CacheFixture() {
        this(1 << 20);
    }

    CacheFixture(long maxEntry) {
        this(cache -> cache.maxEntry(maxEntry));
    }

    CacheFixture(Consumer<ExactCache.Builder> settings) {
        ExactCache.Builder builder =
                ExactCache.builder().store(store).clock(clock).ttl(Duration.ofMinutes(10));
        settings.accept(builder);
        this.cache = builder.build();
        this.pipeline = Calls.pipeline(
                provider, new Settle(List.of(receipts::add), System::nanoTime), new Render(1 << 20), cache);
    }

    Reply ask(Call call) {
        return pipeline.handle(call);
    }

    /** A plain answer. */
    Reply.Document plain(Call.Builder call) {
        return (Reply.Document) ask(call.build());
    }

    Reply.Document plain() {
        return plain(Calls.plain());
    }

    Reply.Events stream(Call.Builder call) {
        return (Reply.Events) ask(call.build());
    }

    /** A streamed answer, pulled to its end. */
    List<String> pull(Call.Builder call) {
        try (Reply.Events events = stream(call)) {
            return Pulls.texts(events);
        }
    }

    CacheFixture answers(String document) {
        provider.answer(call -> Calls.document(call, document));
        return this;
    }

    CacheFixture streams(Object... script) {
        provider.answer(call -> ScriptedEvents.of(call, script));
        return this;
    }

    int asked() {
        return provider.calls().size();
    }

    Receipt lastReceipt() {
        return receipts.get(receipts.size() - 1);
    }

    /** What a call failed with, without its receipt around it. */
    static Throwable failure(@Nullable Throwable thrown) {
        return thrown instanceof CallFailedException failed ? failed.failure() : Objects.requireNonNull(thrown);
    }
}
