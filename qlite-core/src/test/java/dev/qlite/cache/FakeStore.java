package dev.qlite.cache;

import dev.qlite.pipeline.Caller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A store that forgets nothing, and fails or mixes entries up when told to. */
final class FakeStore implements CacheStore {
    final Map<CacheKey, CacheEntry> entries = new ConcurrentHashMap<>();
    boolean failsToRead;
    boolean failsToWrite;

    @Nullable
    CacheEntry mixedUp;

    int closed;
    Runnable beforeAMiss = () -> {};
    Runnable beforeAPut = () -> {};

    @Override
    public @Nullable CacheEntry get(CacheKey key) {
        if (failsToRead) {
            throw new IllegalStateException("the store cannot read");
        }
        CacheEntry found = mixedUp == null ? entries.get(key) : mixedUp;
        if (found == null) {
            beforeAMiss.run();
        }
        return found;
    }

    @Override
    public void put(CacheEntry entry) {
        if (failsToWrite) {
            throw new IllegalStateException("the store cannot write");
        }
        beforeAPut.run();
        entries.put(entry.key(), entry);
    }

    @Override
    public void remove(CacheKey key) {
        entries.remove(key);
    }

    @Override
    public void removeAll(@Nullable Caller caller, @Nullable String model) {
        entries.values()
                .removeIf(
                        entry -> (caller == null || caller.equals(entry.label().caller()))
                                && (model == null || model.equals(entry.label().model())));
    }

    @Override
    public void close() {
        closed++;
    }
}
