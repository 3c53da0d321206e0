package dev.qlite.provider;

import dev.qlite.pipeline.Provider;
import java.util.List;
import java.util.Set;

/**
 * A kind of provider: all that the rest of qlite knows of it. Thread-safe.
 *
 * <p>To add one, write a package with a type in it and name the type in {@link ProviderTypes}; outside of qlite, have
 * {@link java.util.ServiceLoader} find it.
 */
public interface ProviderType {
    /** Its name in the configuration. */
    String name();

    /** The environment variables that may hold a key for it, the preferred first; empty if it needs none. */
    List<String> environment();

    /** The models that it serves unless the configuration says otherwise, as patterns. */
    List<String> models();

    /** The configuration's keys that it takes, beside {@code type} and {@code models}. */
    Set<String> settings();

    /**
     * Builds a provider of this type.
     *
     * @throws IllegalArgumentException if a setting is missing or makes no sense; it names the key
     */
    Provider create(ProviderSettings settings, Limits limits);
}
