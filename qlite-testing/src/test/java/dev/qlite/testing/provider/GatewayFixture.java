package dev.qlite.testing.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.qlite.Qlite;
import dev.qlite.cache.ExactCache;
import dev.qlite.pipeline.CacheStatus;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Outcome;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Secret;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.Timeouts;
import dev.qlite.provider.TransportKind;
import dev.qlite.provider.openai.OpenAiType;
import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/**
 * A gateway with a cache in front of a scripted upstream. It has one connection: one that is not given back is seen at
 * the next call.
 */
@Timeout(60)
abstract class GatewayFixture {
    /** Within this a thing must have happened; only a failing test waits so long. */
    static final Duration SOON = Duration.ofSeconds(20);

    /** A time-out that is meant to run out. */
    static final Duration SHORT = Duration.ofMillis(300);

    /** What the tests run on; the build runs them on each. */
    private static final TransportKind TRANSPORT = TransportKind.valueOf(
            System.getProperty("qlite.transport", "sockets").toUpperCase(Locale.ROOT));

    static final String KEY = "sk-secret-0123456789";
    static final String TEXT = "Hello";

    final FakeUpstream upstream = FakeUpstream.start();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();

    GatewayFixture() {
        opened.push(upstream);
    }

    @AfterEach
    void closeAll() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    <T extends AutoCloseable> T closedLater(T resource) {
        opened.push(resource);
        return resource;
    }

    /** A gateway with nothing special about it. */
    Qlite gateway() {
        return setup().open();
    }

    Setup setup() {
        return setup(upstream.uri("/v1"));
    }

    Setup setup(URI baseUrl) {
        return new Setup(baseUrl).settings(settings -> settings.apiKey(Secret.of(KEY)));
    }

    /** Without a key of its own. */
    Setup keyless() {
        return new Setup(upstream.uri("/v1"));
    }

    /** The receipt that was told first of those not taken yet. */
    Receipt receipt() {
        try {
            Receipt receipt = receipts.poll(SOON.toNanos(), TimeUnit.NANOSECONDS);
            assertThat(receipt).as("receipt within " + SOON).isNotNull();
            return receipt;
        } catch (InterruptedException e) {
            throw new AssertionError("receipt: none came", e);
        }
    }

    /** The document that a plain call gets. */
    static String document(Reply reply) {
        try (reply) {
            return new String(((Reply.Document) reply).body().toBytes(), UTF_8);
        }
    }

    /** The text that a call's answer comes to. */
    static String text(Qlite qlite, Mode mode) {
        if (mode == Mode.PLAIN) {
            return qlite.chat(mode.call().build()).text();
        }
        StringBuilder text = new StringBuilder();
        try (var stream = qlite.stream(mode.call().build())) {
            stream.forEach(chunk -> text.append(chunk.text()));
        }
        return text.toString();
    }

    /** A call that gets no reply, but a status. */
    CallFailedException refused(Qlite qlite, Mode mode) {
        return refused(qlite, mode.call().build());
    }

    CallFailedException refused(Qlite qlite, Call call) {
        CallFailedException failure = catchThrowableOfType(
                CallFailedException.class, () -> qlite.handle(call).close());
        assertThat(failure).as("failure").isNotNull();
        return told(failure);
    }

    /** The same for an upstream that answers so; afterwards the question is asked and answered anew. */
    CallFailedException refused(Mode mode, Answer answer) {
        Qlite qlite = gateway();
        upstream.enqueue(answer);
        CallFailedException failure = refused(qlite, mode);
        assertAsksAgain(qlite, mode);
        return failure;
    }

    /** A streamed call that gets a reply, and breaks off later; afterwards the question is asked and answered anew. */
    Pulled broken(Qlite qlite, Reply reply) {
        Pulled pulled = Pulled.all(reply);
        assertThat(pulled.failure()).as("failure after " + pulled.data()).isNotNull();
        told(pulled.failure());
        assertAsksAgain(qlite, Mode.STREAMED);
        return pulled;
    }

    /** Nothing was stored, and no connection was lost: the same question reaches the upstream and is answered. */
    void assertAsksAgain(Qlite qlite, Mode mode) {
        int calls = upstream.calls();
        upstream.enqueue(Said.whole(mode));
        assertThat(text(qlite, mode)).isEqualTo(TEXT);
        assertThat(upstream.calls()).as("calls").isEqualTo(calls + 1);
        Receipt receipt = receipt();
        assertThat(receipt.outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(receipt.cache()).isEqualTo(CacheStatus.MISS);
    }

    /** The upstream saw its client leave, and is asked again by the next call. */
    void assertClosedAndAsksAgain(Qlite qlite, Mode mode) {
        upstream.takeRequest(SOON).awaitClientClosed(SOON);
        assertAsksAgain(qlite, mode);
    }

    /** The failure is the provider's time-out of that name. */
    static void assertTimeout(CallFailedException failure, String name) {
        assertThat(failure).as("failure").isNotNull();
        assertThat(failure.status()).isEqualTo(504);
        assertThat(failure.code()).isEqualTo("upstream_timeout");
        assertThat(failure).hasMessage("provider up: no answer in time (" + name + ")");
    }

    private CallFailedException told(CallFailedException failure) {
        Receipt receipt = receipt();
        assertThat(receipt.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(receipt.failure()).isSameAs(failure.failure());
        assertThat(failure.receipt()).isSameAs(receipt);
        assertThat(receipt.attempts()).isEqualTo(1);
        assertThat(failure.provider()).isEqualTo("up");
        return failure;
    }

    /** What is special about a gateway. */
    final class Setup {
        private final ProviderSettings.Builder settings;
        private Timeouts timeouts = new Timeouts(SOON, SOON, SOON, SOON);
        private Limits limits = Limits.DEFAULT.withHeadDelay(SOON);

        private Setup(URI baseUrl) {
            settings = ProviderSettings.named("up")
                    .baseUrl(baseUrl)
                    .maxConnections(1)
                    .transport(TRANSPORT);
        }

        Setup settings(Consumer<ProviderSettings.Builder> change) {
            change.accept(settings);
            return this;
        }

        Setup timeouts(UnaryOperator<Timeouts> change) {
            timeouts = change.apply(timeouts);
            return this;
        }

        Setup limits(UnaryOperator<Limits> change) {
            limits = change.apply(limits);
            return this;
        }

        Qlite open() {
            return closedLater(Qlite.builder()
                    .provider(
                            new OpenAiType().create(settings.timeouts(timeouts).build(), limits), "m-*")
                    .alias("fast", "m-1")
                    .cache(ExactCache.builder().build())
                    .maxAnswer(limits.maxAnswer())
                    .listener(receipts::add)
                    .build());
        }
    }
}
