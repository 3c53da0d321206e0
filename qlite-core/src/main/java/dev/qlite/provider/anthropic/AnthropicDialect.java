package dev.qlite.provider.anthropic;

import dev.qlite.chat.ApiError;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Anthropic's Messages API, version 2023-06-01. */
final class AnthropicDialect implements Dialect {
    private static final Capabilities TABLE = Capabilities.read(AnthropicDialect.class, "models.json");

    private final String baseUrl;
    private final URI messages;
    private final ProviderSettings settings;
    private final Capabilities capabilities;
    private final RequestHeaders headers;

    AnthropicDialect(URI baseUrl, ProviderSettings settings) {
        String base = baseUrl.toString();
        this.baseUrl = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.messages = URI.create(this.baseUrl + "/v1/messages");
        this.settings = settings;
        this.capabilities = TABLE.with(settings.capabilities());
        this.headers = new RequestHeaders(settings, "x-api-key", Headers.of("anthropic-version", "2023-06-01"));
    }

    @Override
    public String fingerprint() {
        return "anthropic/1" + settings.translationFingerprint();
    }

    @Override
    public boolean has(Operation operation) {
        return operation.equals(Operation.CHAT);
    }

    @Override
    public ProviderRequest request(Call call) {
        String model = Objects.requireNonNull(call.route(), "route").model();
        Unsupported unsupported = new Unsupported(settings);
        ClaudeModel claude = new ClaudeModel(model, capabilities, settings.defaultMaxTokens());
        byte[] body = new RequestBody(call, claude, unsupported).toBytes();
        Headers all = headers.of(call);
        if (RequestBody.usesFiles(call.body())) {
            all = all.toBuilder().add("anthropic-beta", "files-api-2025-04-14").build();
        }
        return new ProviderRequest(TransportRequest.post(messages, all, body), unsupported.dropped());
    }

    @Override
    public Json document(Json answer, Call call) {
        return new AnswerDocument(answer, call, asked(call)).toJson();
    }

    @Override
    public StreamDecoder decoder(Call call) {
        return new AnthropicDecoder(call, asked(call));
    }

    @Override
    public @Nullable ApiError error(Json document) {
        return AnthropicErrors.of(document);
    }

    /** Null where only callers have a key: there is no caller to ask for. */
    @Override
    public @Nullable TransportRequest modelsRequest() {
        return settings.callersKey()
                ? null
                : TransportRequest.get(URI.create(baseUrl + "/v1/models?limit=1000"), headers.ofNobody());
    }

    @Override
    public List<Model> models(Json answer) {
        List<Model> models = new ArrayList<>();
        for (Json model : answer.get("data").elements()) {
            if (model.get("id").isString()) {
                models.add(new Model(model.get("id").asString(), "anthropic"));
            }
        }
        return models;
    }

    private AskedTools asked(Call call) {
        String model = Objects.requireNonNull(call.route(), "route").model();
        return AskedTools.of(call.body(), new ClaudeModel(model, capabilities, 0));
    }
}
