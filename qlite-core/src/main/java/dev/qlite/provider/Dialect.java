package dev.qlite.provider;

import dev.qlite.chat.ApiError;
import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Operation;
import dev.qlite.transport.TransportRequest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one provider's API is spoken: pure functions between OpenAI's documents and its own, without clock or I/O.
 * Thread-safe.
 */
public interface Dialect {
    /** A word for everything in this dialect and its settings that can change an answer, but no secret. */
    String fingerprint();

    /** Whether the provider has that at all. */
    boolean has(Operation operation);

    /**
     * The call as a request to the provider.
     *
     * @throws InvalidRequestException if the provider cannot do what is asked
     */
    ProviderRequest request(Call call);

    /**
     * The provider's whole answer as OpenAI's document; the same object where nothing needs to change.
     *
     * @throws JsonException if it is none
     */
    Json document(Json answer, Call call);

    /**
     * An error document of the provider's as OpenAI's; null where it is none. What is wrong with the credential has the
     * code {@code invalid_api_key}.
     */
    default @Nullable ApiError error(Json document) {
        return ApiError.in(document);
    }

    /** How long an error document says to wait before another try; null where it says nothing. */
    default @Nullable Duration retryAfter(Json document) {
        return null;
    }

    /** A decoder for one streamed answer. */
    StreamDecoder decoder(Call call);

    /** The request for the provider's list of models, or null if it has none. */
    @Nullable
    TransportRequest modelsRequest();

    /** The models in the provider's list. */
    List<Model> models(Json answer);
}
