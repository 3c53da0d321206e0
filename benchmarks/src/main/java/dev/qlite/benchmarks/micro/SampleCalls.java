package dev.qlite.benchmarks.micro;

import dev.qlite.chat.ChatRequest;
import dev.qlite.json.Json;
import dev.qlite.pipeline.CacheControl;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Route;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.Blackhole;

/** Calls that have their route, and streamed answers that are all at hand. */
final class SampleCalls {
    private SampleCalls() {}

    static Call of(byte[] request, CacheControl cacheControl) {
        return Call.chat(ChatRequest.of(Json.parse(request)))
                .cacheControl(cacheControl)
                .build()
                .withRoute(new Route(new Nobody(), "gpt-4o-mini"));
    }

    /** Answers a call with these events, each to be parsed anew. */
    static Reply.Events answer(Call call, List<byte[]> events) {
        return new Answer(call, events.iterator());
    }

    /** Takes all of an answer. */
    static void drain(Reply reply, Blackhole sink) {
        if (reply instanceof Reply.Document document) {
            sink.consume(document.body());
            return;
        }
        try (Reply.Events events = (Reply.Events) reply) {
            for (Event event = events.next(0); event != null; event = events.next(0)) {
                sink.consume(event);
            }
        }
    }

    private static final class Nobody implements Provider {
        @Override
        public String name() {
            return "sample";
        }

        @Override
        public String baseUrl() {
            return "https://sample.example/v1";
        }

        @Override
        public Reply execute(Call call) {
            throw new UnsupportedOperationException("no benchmark asks a provider");
        }
    }

    private record Answer(Call call, Iterator<byte[]> events) implements Reply.Events {
        @Override
        public Head head() {
            return Head.of(Objects.requireNonNull(call.route(), "route"));
        }

        @Override
        public @Nullable Event next(long until) {
            return events.hasNext() ? Event.of(events.next()) : null;
        }

        @Override
        public Receipt receipt() {
            return Receipt.of(call);
        }

        @Override
        public void close() {}
    }
}
