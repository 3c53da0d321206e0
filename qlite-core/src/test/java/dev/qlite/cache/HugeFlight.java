package dev.qlite.cache;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Chunks;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.FakeProvider;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Pipeline;
import dev.qlite.pipeline.Pulls;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Render;
import dev.qlite.pipeline.Reply;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A program: two callers read one answer of 500 MB. */
final class HugeFlight {
    static final String READ_BY_BOTH = "both have read 500 MB";

    private static final int EVENT = 64 << 10;
    private static final int EVENTS = 500 * (1 << 20) / EVENT;

    private HugeFlight() {}

    public static void main(String[] arguments) {
        FakeProvider provider = FakeProvider.answering(Huge::new);
        ExactCache cache = ExactCache.builder().maxEntry(1 << 20).build();
        Pipeline pipeline = Calls.pipeline(provider, new Render(1 << 20), cache);
        Reply.Events founder = (Reply.Events) pipeline.handle(Calls.streamed().build());
        Reply.Events follower = (Reply.Events) pipeline.handle(Calls.streamed().build());
        CompletableFuture<Long> other = CompletableFuture.supplyAsync(() -> bytes(follower));
        long bytes = bytes(founder);
        boolean same = bytes == other.join() && bytes >= 500 * (1 << 20);
        System.out.println(
                same && provider.calls().size() == 1 ? READ_BY_BOTH : bytes + " and " + other.join() + " bytes");
    }

    private static long bytes(Reply.Events events) {
        long bytes = 0;
        try (events) {
            while (true) {
                Event event = Pulls.soon(events);
                if (event == null) {
                    return bytes;
                }
                bytes += event.data().length;
            }
        }
    }

    /** It makes each event anew. */
    private static final class Huge implements Reply.Events {
        private final Call call;
        private final String text = "x".repeat(EVENT);
        private int events;

        Huge(Call call) {
            this.call = call;
        }

        @Override
        public Head head() {
            return Head.of(Objects.requireNonNull(call.route()));
        }

        @Override
        public @Nullable Event next(long until) {
            return events++ == EVENTS
                    ? null
                    : Event.of(Chunks.delta("{\"content\":\"" + text + "\"}").getBytes(UTF_8));
        }

        @Override
        public Receipt receipt() {
            return Receipt.of(call).withAttempts(1);
        }

        @Override
        public void close() {}
    }
}
