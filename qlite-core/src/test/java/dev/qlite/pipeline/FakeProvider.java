package dev.qlite.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A provider that answers as it is told, and remembers what it was asked. */
public final class FakeProvider implements Provider {
    private final String name;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile String baseUrl = "http://fake/v1";
    private volatile String fingerprint = "fake/1";
    private volatile Function<Call, Reply> answer = call -> {
        throw new AssertionError("no answer was set");
    };
    private volatile Function<Lifetime, List<Model>> models = wanted -> List.of();
    private volatile boolean takesCredential;
    private volatile Duration betweenEvents = Duration.ofSeconds(60);
    private volatile int closed;

    public FakeProvider(String name) {
        this.name = name;
    }

    /** A provider whose every answer is this. */
    public static FakeProvider answering(Function<Call, Reply> answer) {
        return new FakeProvider("fake").answer(answer);
    }

    public FakeProvider answer(Function<Call, Reply> answer) {
        this.answer = answer;
        return this;
    }

    public FakeProvider at(String baseUrl) {
        this.baseUrl = baseUrl;
        return this;
    }

    public FakeProvider fingerprint(String fingerprint) {
        this.fingerprint = fingerprint;
        return this;
    }

    /** The same, asked with each caller's own credential. */
    public FakeProvider takingCredentials() {
        this.takesCredential = true;
        return this;
    }

    public FakeProvider models(Function<Lifetime, List<Model>> models) {
        this.models = models;
        return this;
    }

    public FakeProvider betweenEvents(Duration betweenEvents) {
        this.betweenEvents = betweenEvents;
        return this;
    }

    /** What it was asked, in order. */
    public List<Call> calls() {
        return new ArrayList<>(calls);
    }

    public int closed() {
        return closed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String baseUrl() {
        return baseUrl;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public Duration betweenEvents() {
        return betweenEvents;
    }

    @Override
    public boolean takesCredential() {
        return takesCredential;
    }

    @Override
    public Reply execute(Call call) {
        calls.add(call);
        return answer.apply(call);
    }

    @Override
    public List<Model> models(Lifetime wanted) {
        return models.apply(wanted);
    }

    @Override
    public void close() {
        closed = closed() + 1;
    }
}
