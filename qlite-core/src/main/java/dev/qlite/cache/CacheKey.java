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
 * <p>That is: the operation, who asks, the route (provider, base URL, upstream model, fingerprint) with the caller's
 * own credential where the provider is asked with it, and every field of the body but those that cannot ({@link
 * CanonicalBody}).
 */
public final class CacheKey {
    private static final String VERSION = "qlite-key/3";

    private final byte[] hash;

    private CacheKey(byte[] hash) {
        this.hash = hash;
    }

    /** The key of a call that has its route. */
    public static CacheKey of(Call call) {
        Route route = Objects.requireNonNull(call.route(), "route");
        KeyDigest digest = new KeyDigest();
        digest.text(VERSION);
        digest.text(call.operation().name());
        digest.text(call.caller().kind().name());
        digest.text(call.caller().id());
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
