package dev.qlite.provider.openai;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Operation;
import dev.qlite.pipeline.Route;
import dev.qlite.pipeline.Unread;
import dev.qlite.provider.Dialect;
import dev.qlite.provider.ProviderRequest;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.RequestHeaders;
import dev.qlite.provider.StreamDecoder;
import dev.qlite.transport.Headers;
import dev.qlite.transport.TransportRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's own API: documents and events pass as they are; of a request only {@code model} and {@code stream_options}
 * change, and only where they must. Headers are made afresh: nothing of the caller's is forwarded, but for its own key
 * where the provider is asked with that.
 */
final class OpenAiDialect implements Dialect {
    private final URI baseUrl;
    private final ProviderSettings settings;
    private final RequestHeaders headers;
    private final URI chat;

    OpenAiDialect(URI baseUrl, ProviderSettings settings) {
        this.baseUrl = baseUrl;
        this.settings = settings;
        this.headers = new RequestHeaders(settings, settings.authHeader(), Headers.empty());
        this.chat = resolve(Operation.CHAT.path());
    }

    @Override
    public String fingerprint() {
        return "openai/1" + settings.headersFingerprint();
    }

    @Override
    public boolean has(Operation operation) {
        return true;
    }

    @Override
    public ProviderRequest request(Call call) {
        Unread unread = call.unread();
        if (unread != null) {
            return ProviderRequest.of(unread(call, unread));
        }
        boolean isChat = call.operation().equals(Operation.CHAT);
        URI uri = isChat ? chat : resolve(call.operation().path());
        return ProviderRequest.of(TransportRequest.post(uri, headers.of(call), body(call)));
    }

    @Override
    public Json document(Json answer, Call call) {
        return answer;
    }

    @Override
    public StreamDecoder decoder(Call call) {
        return new OpenAiDecoder();
    }

    /** Null where only callers have a key: there is no caller to ask for. */
    @Override
    public @Nullable TransportRequest modelsRequest() {
        return settings.callersKey() ? null : TransportRequest.get(resolve("models"), headers.ofNobody());
    }

    @Override
    public List<Model> models(Json answer) {
        List<Model> models = new ArrayList<>();
        for (Json model : answer.get("data").elements()) {
            if (model.get("id").isString()) {
                Json owner = model.get("owned_by");
                models.add(
                        new Model(model.get("id").asString(), owner.isString() ? owner.asString() : settings.name()));
            }
        }
        return models;
    }

    /** Only an alias is put right in it. */
    private TransportRequest unread(Call call, Unread unread) {
        Headers.Builder passed =
                headers.of(call).toBuilder().remove("Content-Type").remove("Accept");
        try {
            unread.headers().forEach(passed::set);
            String query = unread.query() == null ? "" : "?" + unread.query();
            URI uri = resolve(call.operation().path() + query);
            byte[] body = call.body().isMissing() ? unread.body() : body(call);
            return TransportRequest.of(unread.method(), uri, passed.build(), body);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    400, "request: cannot be passed on: its query or a header is not valid", null, "invalid_value");
        }
    }

    private byte[] body(Call call) {
        Route route = Objects.requireNonNull(call.route(), "route");
        ObjectBuilder body = call.body().toBuilder();
        if (!call.model().equals(route.model())) {
            body.put("model", route.model());
        }
        if (call.operation().equals(Operation.CHAT)
                && call.stream()
                && call.includeUsage() != settings.includeUsage()) {
            askForUsage(call.body().get("stream_options"), body);
        }
        return body.toBytes();
    }

    /** The usage is always wanted, and hidden later from a client that did not ask; but some servers reject the ask. */
    private void askForUsage(Json options, ObjectBuilder body) {
        ObjectBuilder changed = options.isObject() ? options.toBuilder() : Json.object();
        if (settings.includeUsage()) {
            body.put("stream_options", changed.put("include_usage", true).build());
            return;
        }
        Json rest = changed.remove("include_usage").build();
        if (rest.size() == 0) {
            body.remove("stream_options");
        } else {
            body.put("stream_options", rest);
        }
    }

    private URI resolve(String path) {
        String base = baseUrl.toString();
        return URI.create(base.endsWith("/") ? base + path : base + "/" + path);
    }
}
