package dev.qlite.provider;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Operation;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Reply;
import dev.qlite.pipeline.Route;
import dev.qlite.pipeline.Stage;
import java.util.Objects;

/**
 * Gives a call its route, by the name of its model. Thread-safe.
 *
 * <p>A call that lacks the credential that the provider takes ends here: nobody is answered from another's account, nor
 * from what is kept of it.
 */
public final class Resolve implements Stage {
    private final Registry registry;

    public Resolve(Registry registry) {
        this.registry = registry;
    }

    @Override
    public Reply handle(Call call, Chain next) {
        Route route = route(call);
        if (!route.provider().has(call.operation())) {
            throw cannot(call.operation(), call.model(), route.provider());
        }
        return next.proceed(withCredential(call.withRoute(route)));
    }

    private Route route(Call call) {
        String model = call.model();
        if (call.unread() == null || !model.isEmpty()) {
            return registry.resolve(model);
        }
        Provider provider = registry.defaultProvider();
        if (provider != null) {
            return new Route(provider, "");
        }
        throw call.unread().body().length > 0 && call.body().isMissing()
                ? new InvalidRequestException(
                        415,
                        "Content-Type: a model is looked for in JSON only (expected: application/json, or"
                                + " server.default_provider in the configuration)",
                        null,
                        "unsupported_media_type")
                : new InvalidRequestException(
                        400,
                        "model: missing (expected: a model's name, or server.default_provider in the configuration)",
                        "model",
                        "missing_required_parameter");
    }

    private static InvalidRequestException cannot(Operation operation, String model, Provider provider) {
        String who =
                model.isEmpty() ? provider.name() : Registry.shown(model) + ", of provider " + provider.name() + ",";
        String message = who + " cannot be asked for " + operation.path() + " (expected: "
                + (operation.equals(Operation.EMBEDDINGS) ? "an embedding model)" : "/v1/chat/completions)");
        return new InvalidRequestException(404, message, "model", "unsupported_operation");
    }

    private static Call withCredential(Call call) {
        Provider provider = Objects.requireNonNull(call.route()).provider();
        if (provider.takesCredential() && call.credential() == null) {
            String message =
                    "provider " + provider.name() + ": is asked with the caller's own key, and none came (expected:"
                            + " that provider's key as the one Authorization: Bearer; a key of qlite's own goes into X-Qlite-Key)";
            throw new InvalidRequestException(401, message, null, "invalid_api_key");
        }
        return call;
    }
}
