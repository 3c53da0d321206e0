package dev.qlite.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A provider that fails as it is told: plain at once, streamed before its first event, or after it once it may. */
final class FailingProvider implements Provider {
    private final QliteException failure;
    private final boolean talksFirst;
    private final CountDownLatch mayFail = new CountDownLatch(1);

    FailingProvider(QliteException failure, boolean talksFirst) {
        this.failure = failure;
        this.talksFirst = talksFirst;
    }

    /** Lets a stream that has begun fail. */
    void fail() {
        mayFail.countDown();
    }

    @Override
    public String name() {
        return "failing";
    }

    @Override
    public Reply execute(Call call) {
        if (!call.stream()) {
            throw failure;
        }
        return new Events(call);
    }

    private final class Events implements Reply.Events {
        private final Call call;
        private boolean begun;

        Events(Call call) {
            this.call = call;
        }

        @Override
        public Event next(long until) {
            if (talksFirst && !begun) {
                begun = true;
                return Event.of(Chats.ONE.getBytes(UTF_8));
            }
            try {
                if (talksFirst && !mayFail.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return Event.NOT_YET;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw failure;
        }

        @Override
        public Head head() {
            return Head.of(Objects.requireNonNull(call.route()));
        }

        @Override
        public Receipt receipt() {
            return Receipt.of(call).withAttempts(1);
        }

        @Override
        public void close() {}
    }
}
