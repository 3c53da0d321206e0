package dev.qlite.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.CallCancelledException;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A streamed answer that goes by a script: text is an event, {@link Event#NOT_YET} a pause, an exception the break. */
public final class ScriptedEvents implements Reply.Events {
    private final Call call;
    private final Iterator<?> script;
    private volatile Receipt receipt;
    private volatile boolean ended;
    private volatile int closed;
    private @Nullable RuntimeException broken;
    private int pulled;

    private ScriptedEvents(Call call, List<?> script) {
        this.call = call;
        this.script = script.iterator();
        this.receipt = Receipt.of(call).withAttempts(1);
    }

    /** What this script says, as an answer to a call that has its route. */
    public static ScriptedEvents of(Call call, Object... script) {
        return new ScriptedEvents(call, List.of(script));
    }

    /** The chunks of one choice that says these words, and stops. */
    public static ScriptedEvents saying(Call call, String... words) {
        Stream<String> said = Stream.of(words).map(word -> Chunks.delta("{\"content\":\"" + word + "\"}"));
        return new ScriptedEvents(
                call, Stream.concat(said, Stream.of(Chunks.finish("stop"))).toList());
    }

    public ScriptedEvents withReceipt(Receipt receipt) {
        this.receipt = receipt;
        return this;
    }

    /** How often it was closed. */
    public int closed() {
        return closed;
    }

    /** How many pieces of the script were taken. */
    public int pulled() {
        return pulled;
    }

    @Override
    public Head head() {
        return Head.of(Objects.requireNonNull(call.route()));
    }

    @Override
    public @Nullable Event next(long until) {
        if (broken != null) {
            throw broken;
        }
        if (ended) {
            return null;
        }
        if (closed > 0) {
            throw CallCancelledException.cancelled();
        }
        if (!script.hasNext()) {
            ended = true;
            return null;
        }
        pulled++;
        Object next = script.next();
        if (next instanceof RuntimeException failure) {
            broken = failure;
            throw failure;
        }
        if (next instanceof Runnable action) {
            action.run();
            return next(until);
        }
        return next instanceof Event event ? event : Event.of(next.toString().getBytes(UTF_8));
    }

    @Override
    public Receipt receipt() {
        if (!ended && closed == 0 && broken == null) {
            throw new IllegalStateException("no receipt before the end of the reply");
        }
        return receipt;
    }

    @Override
    public synchronized void close() {
        closed++;
    }
}
