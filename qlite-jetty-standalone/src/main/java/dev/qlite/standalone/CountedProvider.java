package dev.qlite.standalone;

import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Reply;
import java.util.concurrent.atomic.AtomicLong;

/** A provider that counts what it is asked. Thread-safe. */
final class CountedProvider implements Provider {
    private final Provider provider;
    private final AtomicLong calls = new AtomicLong();

    CountedProvider(Provider provider) {
        this.provider = provider;
    }

    /** The calls so far, failed ones too. */
    long calls() {
        return calls.get();
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Reply execute(Call call) {
        calls.incrementAndGet();
        return provider.execute(call);
    }

    @Override
    public void close() {
        provider.close();
    }
}
