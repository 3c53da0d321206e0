package dev.qlite.cache;

import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Route;
import dev.qlite.pipeline.Secret;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over the canonical form of everything that can change the answer to a call. Immutable.
 *
 * <p>That is: the operation, who asks, the namespaces, the route (provider, base URL, upstream model, fingerprint) with the caller's
 * own credential where the provider is asked with it, and every field of the body but those that cannot ({@link
 * CanonicalBody}).
 */
public final class CacheKey {
    private static final String VERSION = "qlite-key/4";

    private final byte[] hash;

    CacheKey(byte[] hash) {
        this.hash = hash;
    }

    /** The key of a call that has its route, for its caller alone, without a namespace. */
    public static CacheKey of(Call call) {
        return of(call, CacheScope.CALLER, "");
    }

    /**
     * The key of a call that has its route.
     *
     * @param namespace the cache's own; the client's stands beside it
     */
    public static CacheKey of(Call call, CacheScope scope, String namespace) {
        Route route = Objects.requireNonNull(call.route(), "route");
        KeyDigest digest = new KeyDigest();
        digest.text(VERSION);
        digest.text(call.operation().name());
        digest.text(scope.name());
        if (scope == CacheScope.CALLER) {
            digest.text(call.caller().kind().name());
            digest.text(call.caller().id());
        }
        digest.text(namespace);
        digest.text(call.cacheNamespace());
        digest.text(route.provider().name());
        digest.text(route.baseUrl());
        digest.text(route.model());
        digest.text(route.fingerprint());
        digest.text(credential(call));
        new CanonicalBody(digest).add(call.body());
        return new CacheKey(digest.hash());
    }

    /** Apart from who asks: whatever callers come to share, an answer is of the account that paid for it. */
    private static String credential(Call call) {
        Secret credential = call.credential();
        return credential == null ? "" : credential.hash();
    }

    /** A number from 0 to 1 that is the same for the same key. */
    double fraction() {
        return ((hash[0] & 0xFF) << 8 | (hash[1] & 0xFF)) / 65_536.0;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CacheKey key && Arrays.equals(hash, key.hash);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hash);
    }

    /** The hash in hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(hash);
    }
}
