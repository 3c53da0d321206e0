package dev.qlite.cache;

import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Operation;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Reply;
import java.time.Duration;
import java.util.List;

/** A provider behind a cache. See {@link ExactCache#inFrontOf}. */
record CachedProvider(ExactCache cache, Provider provider) implements Provider {
    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public String baseUrl() {
        return provider.baseUrl();
    }

    @Override
    public String fingerprint() {
        return provider.fingerprint();
    }

    @Override
    public boolean has(Operation operation) {
        return provider.has(operation);
    }

    @Override
    public Duration betweenEvents() {
        return provider.betweenEvents();
    }

    @Override
    public boolean takesCredential() {
        return provider.takesCredential();
    }

    @Override
    public Reply execute(Call call) {
        return cache.handle(call, provider::execute);
    }

    @Override
    public List<Model> models(Lifetime wanted) {
        return provider.models(wanted);
    }

    @Override
    public void close() {
        provider.close();
    }
}
