package dev.qlite.pipeline;

import dev.qlite.chat.NotCachedException;
import dev.qlite.chat.QliteException;
import java.util.List;
import java.util.Objects;

/** An ordered list of stages, then the route's provider. Immutable and thread-safe. */
public final class Pipeline {
    private final Stage.Chain first;

    private Pipeline(List<Stage> stages) {
        Stage.Chain chain = Pipeline::ask;
        for (int i = stages.size() - 1; i >= 0; i--) {
            chain = link(stages.get(i), chain);
        }
        this.first = chain;
    }

    /** A pipeline of these stages, the outermost first. */
    public static Pipeline of(List<Stage> stages) {
        return new Pipeline(stages);
    }

    /**
     * Answers a call.
     *
     * @throws QliteException if there is no answer
     */
    public Reply handle(Call call) {
        return first.proceed(call);
    }

    private static Stage.Chain link(Stage stage, Stage.Chain next) {
        return call -> Objects.requireNonNull(
                stage.handle(call, next), () -> "stage " + stage.getClass().getName() + " returned no reply");
    }

    private static Reply ask(Call call) {
        Route route = call.route();
        if (route == null) {
            throw new IllegalStateException("no stage gave the call a route");
        }
        Receipt receipt = Receipt.of(call);
        try {
            call.lifetime().check();
            if (call.cacheControl().onlyIfCached()) {
                throw new NotCachedException();
            }
            receipt = receipt.withAttempts(1);
            return Objects.requireNonNull(
                    route.provider().execute(call),
                    () -> "provider " + route.provider().name() + " returned no reply");
        } catch (RuntimeException e) {
            throw CallFailedException.of(e, receipt);
        }
    }
}
