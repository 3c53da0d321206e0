package dev.qlite.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.InvalidRequestException;
import dev.qlite.chat.UpstreamErrorException;
import dev.qlite.chat.UpstreamUnavailableException;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Operation;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Route;
import dev.qlite.transport.Headers;
import dev.qlite.transport.ResponseHead;
import dev.qlite.transport.Transport;
import dev.qlite.transport.TransportRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A provider that is asked over HTTP, in its own dialect. Thread-safe. */
public final class HttpProvider implements Provider {
    private static final int MAX_ERROR = 1 << 20;
    private static final int FIRST_BUFFER = 8 << 10;

    private final String name;
    private final LoopGuard loops = new LoopGuard();
    private final String baseUrl;
    private final Dialect dialect;
    private final String fingerprint;
    private final ProviderSettings settings;
    private final Transport transport;
    private final Timeouts timeouts;
    private final Deadlines deadlines = new Deadlines();
    private final Limits limits;

    /** A provider at that place, over a transport as its settings say. */
    public HttpProvider(URI baseUrl, Dialect dialect, ProviderSettings settings, Limits limits) {
        this.name = settings.name();
        this.baseUrl = baseUrl.toString();
        this.dialect = dialect;
        this.fingerprint = dialect.fingerprint();
        this.settings = settings;
        this.transport = UpstreamTransport.of(baseUrl, settings, System.getenv());
        this.timeouts = settings.timeouts();
        this.limits = limits;
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
    public boolean has(Operation operation) {
        return dialect.has(operation);
    }

    @Override
    public Duration betweenEvents() {
        return timeouts.betweenEvents();
    }

    @Override
    public boolean takesCredential() {
        return settings.callersKey();
    }

    @Override
    public Reply execute(Call call) {
        Route route = Objects.requireNonNull(call.route(), "route");
        ProviderRequest request = request(call);
        UpstreamExchange exchange = open(loops.mark(request.http(), call, name), call.lifetime(), call.stream());
        try {
            ResponseHead upstream = exchange.head();
            if (upstream.status() < 200 || upstream.status() > 299) {
                throw UpstreamErrors.ofAnswer(this, dialect, upstream, errorBody(exchange), Instant.now());
            }
            Head head = Head.of(route)
                    .withStatus(upstream.status())
                    .withHeaders(AnswerHeaders.of(upstream.headers(), request.dropped()));
            if (call.unread() != null) {
                return new UpstreamBytes(
                        call, head.withHeaders(ofTheBody(upstream, exchange, head.headers())), exchange);
            }
            if (isEventStream(upstream.headers())) {
                UpstreamEvents events =
                        new UpstreamEvents(call, head, exchange, dialect.decoder(call), limits.maxEvent());
                events.awaitContent(limits.headDelay());
                return events;
            }
            return document(call, head, upstream, exchange);
        } catch (RuntimeException | Error e) {
            exchange.close();
            throw e;
        }
    }

    private ProviderRequest request(Call call) {
        try {
            return dialect.request(call);
        } catch (JsonException e) {
            String message = "request: " + e.getMessage(); // such as a number beyond all use
            throw new InvalidRequestException(400, message, null, "invalid_value");
        }
    }

    @Override
    public List<Model> models(Lifetime wanted) {
        TransportRequest request = dialect.modelsRequest();
        if (request == null) {
            return List.of();
        }
        try (UpstreamExchange exchange = open(request, wanted, false)) {
            ResponseHead head = exchange.head();
            if (head.status() != 200) {
                throw UpstreamErrors.ofAnswer(this, dialect, head, errorBody(exchange), Instant.now());
            }
            return dialect.models(parse(head.headers(), readWhole(exchange, head.headers())));
        }
    }

    @Override
    public void close() {
        transport.close();
    }

    private UpstreamExchange open(TransportRequest request, Lifetime lifetime, boolean streamed) {
        return new UpstreamExchange(name, transport.open(request), timeouts, lifetime, deadlines, streamed);
    }

    private Reply.Document document(Call call, Head head, ResponseHead upstream, UpstreamExchange exchange) {
        try (exchange) {
            Json answer = parse(upstream.headers(), readWhole(exchange, upstream.headers()));
            refuse(dialect.error(answer), answer);
            Json document = translate(answer, call);
            refuse(ApiError.in(document), document);
            if (call.operation().equals(Operation.CHAT)
                    && !document.get("choices").isArray()) {
                throw UpstreamUnavailableException.of(name, "answered with a document without choices", null);
            }
            Usage usage = Usage.in(document);
            Receipt receipt = Receipt.of(call).withAttempts(1).withUsage(usage);
            Reply.Document reply = Reply.Document.of(head.withUsage(usage), document, receipt);
            return exchange.framed() ? reply : reply.unframed();
        }
    }

    /** An error in place of an answer; beside one it is the client's to read. */
    private void refuse(@Nullable ApiError error, Json document) {
        if (error != null && document.get("choices").size() == 0) {
            throw UpstreamErrors.ofDocument(this, error);
        }
    }

    private Json translate(Json answer, Call call) {
        try {
            return dialect.document(answer, call);
        } catch (JsonException e) {
            throw UpstreamUnavailableException.of(name, "answered with what is no answer: " + e.getMessage(), e);
        }
    }

    private Json parse(Headers headers, byte[] body) {
        try {
            return Json.parse(body);
        } catch (JsonException e) {
            String type = UpstreamErrors.contentType(headers);
            throw UpstreamUnavailableException.of(name, "answered with no JSON (" + type + "): " + e.getMessage(), e);
        }
    }

    private byte[] readWhole(UpstreamExchange exchange, Headers headers) {
        long told = declaredLength(headers);
        byte[] body = told > limits.maxAnswer()
                ? null
                : read(exchange, limits.maxAnswer(), (int) Math.max(told + 1, FIRST_BUFFER));
        if (body == null) {
            throw UpstreamErrorException.answerTooLarge(name, limits.maxAnswer());
        }
        return body;
    }

    /** The body of an error; empty where a credential of qlite's is repeated in it. */
    private byte[] errorBody(UpstreamExchange exchange) {
        byte[] body = readError(exchange);
        return settings.isSecretIn(new String(body, ISO_8859_1)) ? new byte[0] : body;
    }

    /** The body of an error; empty where it is too long, or breaks off: its status says enough. */
    private static byte[] readError(UpstreamExchange exchange) {
        try {
            byte[] body = read(exchange, MAX_ERROR, FIRST_BUFFER);
            return body == null ? new byte[0] : body;
        } catch (UpstreamUnavailableException e) {
            return new byte[0];
        }
    }

    /** The rest of the body; null if it is longer than it may be. */
    private static byte @Nullable [] read(UpstreamExchange exchange, int most, int expected) {
        ByteBuffer body = ByteBuffer.allocate((int) Math.min(expected, most + 1L));
        while (true) {
            int count = exchange.read(
                    body, System.nanoTime() + Timeouts.DEFAULT.total().toNanos());
            if (count < 0) {
                return Arrays.copyOf(body.array(), body.position());
            }
            if (body.position() > most) {
                return null;
            }
            if (!body.hasRemaining()) {
                int larger = (int) Math.min(2L * body.capacity(), most + 1L);
                body = ByteBuffer.wrap(Arrays.copyOf(body.array(), larger)).position(body.position());
            }
        }
    }

    private static long declaredLength(Headers headers) {
        String length = headers.first("content-length");
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            return 0; // only a hint for the first buffer
        }
    }

    private static boolean isEventStream(Headers headers) {
        String type = headers.first("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/event-stream");
    }

    /** What a client needs to know of a body that qlite does not. */
    private static Map<String, String> ofTheBody(
            ResponseHead upstream, UpstreamExchange exchange, Map<String, String> others) {
        Map<String, String> headers = new HashMap<>(others);
        String type = upstream.headers().first("content-type");
        if (type != null) {
            headers.put("content-type", type);
        }
        String length = upstream.headers().first("content-length");
        if (length != null && exchange.isAsItCame()) {
            headers.put("content-length", length);
        }
        return headers;
    }
}
