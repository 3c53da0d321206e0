package dev.qlite.provider.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qlite.chat.ApiError;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Fold;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Operation;
import dev.qlite.provider.Capabilities;
import dev.qlite.provider.Dialect;
import dev.qlite.provider.ProviderRequest;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.RequestHeaders;
import dev.qlite.provider.StreamDecoder;
import dev.qlite.provider.Unsupported;
import dev.qlite.transport.Headers;
import dev.qlite.transport.TransportRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Google's Gemini API, v1beta. */
final class GoogleDialect implements Dialect {
    private static final Capabilities TABLE = Capabilities.read(GoogleDialect.class, "models.json");
    private static final String PLAIN_IN_A_PATH = "-._~";

    private final String root;
    private final ProviderSettings settings;
    private final Capabilities capabilities;
    private final RequestHeaders headers;

    GoogleDialect(URI baseUrl, ProviderSettings settings) {
        String base = baseUrl.toString();
        this.root = (base.endsWith("/") ? base : base + "/") + "v1beta/";
        this.settings = settings;
        this.capabilities = TABLE.with(settings.capabilities());
        this.headers = new RequestHeaders(settings, "x-goog-api-key", Headers.empty());
    }

    @Override
    public String fingerprint() {
        return "google/1" + settings.translationFingerprint();
    }

    @Override
    public boolean has(Operation operation) {
        return operation.equals(Operation.CHAT) || operation.equals(Operation.EMBEDDINGS);
    }

    @Override
    public ProviderRequest request(Call call) {
        String model = model(call);
        Unsupported unsupported = new Unsupported(settings);
        String method;
        byte[] body;
        if (call.operation().equals(Operation.EMBEDDINGS)) {
            method = ":batchEmbedContents";
            body = new Embeddings(unsupported).request(call.body(), model);
        } else {
            method = call.stream() ? ":streamGenerateContent?alt=sse" : ":generateContent";
            body = new RequestBody(call, new GeminiModel(model, capabilities), unsupported).toBytes();
        }
        URI uri = URI.create(root + "models/" + inPath(model) + method);
        return new ProviderRequest(TransportRequest.post(uri, headers.of(call), body), unsupported.dropped());
    }

    /** A whole answer is a stream of one event. */
    @Override
    public Json document(Json answer, Call call) {
        if (call.operation().equals(Operation.EMBEDDINGS)) {
            return Embeddings.document(answer, call.body(), model(call));
        }
        GoogleDecoder decoder = new GoogleDecoder(call);
        Fold fold = new Fold();
        decoder.decode(answer, fold::add);
        decoder.end(fold::add);
        return fold.toDocument();
    }

    @Override
    public StreamDecoder decoder(Call call) {
        return new GoogleDecoder(call);
    }

    @Override
    public @Nullable ApiError error(Json document) {
        return GoogleErrors.of(document);
    }

    @Override
    public @Nullable Duration retryAfter(Json document) {
        return GoogleErrors.retryAfter(document);
    }

    /** Null where only callers have a key: there is no caller to ask for. */
    @Override
    public @Nullable TransportRequest modelsRequest() {
        return settings.callersKey()
                ? null
                : TransportRequest.get(URI.create(root + "models?pageSize=1000"), headers.ofNobody());
    }

    @Override
    public List<Model> models(Json answer) {
        List<Model> models = new ArrayList<>();
        for (Json model : answer.get("models").elements()) {
            if (model.get("name").isString()) {
                String name = model.get("name").asString();
                models.add(new Model(name.substring(name.indexOf('/') + 1), "google"));
            }
        }
        return models;
    }

    private static String model(Call call) {
        String model = Objects.requireNonNull(call.route(), "route").model();
        return model.startsWith("models/") ? model.substring("models/".length()) : model;
    }

    /** A name from a client must not lead out of its place in the path. */
    private static String inPath(String model) {
        StringBuilder path = new StringBuilder();
        for (byte b : model.getBytes(UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            if (plain || PLAIN_IN_A_PATH.indexOf(b) >= 0) {
                path.append((char) b);
            } else {
                path.append(String.format("%%%02X", b));
            }
        }
        return path.toString();
    }
}
