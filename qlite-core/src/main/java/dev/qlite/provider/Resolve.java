package dev.qlite.provider;

import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Stage;

/** Gives a call its route, by the name of its model. Thread-safe. */
public final class Resolve implements Stage {
    private final Registry registry;

    public Resolve(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Reply handle(Call call, Chain next) {
        return next.proceed(call.withRoute(registry.resolve(call.model())));
    }
}
