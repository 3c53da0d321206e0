package dev.qlite.provider;

import dev.qlite.transport.TransportRequest;
import java.util.List;

/**
 * A call as one provider gets it. Immutable.
 *
 * @param http what is sent
 * @param dropped the request's fields that the provider cannot take, and that were left out
 */
public record ProviderRequest(TransportRequest http, List<String> dropped) {
    public ProviderRequest {
        dropped = List.copyOf(dropped);
    }

    /** A request that says all that the call does. */
    public static ProviderRequest of(TransportRequest http) {
        return new ProviderRequest(http, List.of());
    }
}
