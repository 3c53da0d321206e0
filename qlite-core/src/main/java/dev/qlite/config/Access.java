package dev.qlite.config;

import java.util.List;

/**
 * Who may call the server, and how: a part of the {@code server} section. Immutable.
 *
 * @param apiKeys the keys of which a caller must show one; empty if callers need none
 * @param allowedHosts the names by which the server may be called, in lower case and without a port; empty if none is
 *     said
 * @param corsOrigins the origins whose web pages may call it, as a browser writes them, or {@code *}; empty for none
 */
public record Access(List<ApiKey> apiKeys, List<String> allowedHosts, List<String> corsOrigins) {
    /** Nothing said. */
    public static final Access DEFAULT = new Access(List.of(), List.of(), List.of());

    public Access {
        apiKeys = List.copyOf(apiKeys);
        allowedHosts = List.copyOf(allowedHosts);
        corsOrigins = List.copyOf(corsOrigins);
    }

    public Access withApiKeys(List<ApiKey> apiKeys) {
        return new Access(apiKeys, allowedHosts, corsOrigins);
    }

    public Access withAllowedHosts(List<String> allowedHosts) {
        return new Access(apiKeys, allowedHosts, corsOrigins);
    }

    public Access withCorsOrigins(List<String> corsOrigins) {
        return new Access(apiKeys, allowedHosts, corsOrigins);
    }
}
