package dev.qlite.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What passes unread, and to whom: a part of the {@code server} section. Immutable.
 *
 * @param paths what passes besides OpenAI's own paths, below {@code /v1/}
 * @param defaultProvider the name of the provider for what names no model; null if that is refused
 */
public record PassThrough(List<String> paths, @Nullable String defaultProvider) {
    /** Nothing said. */
    public static final PassThrough DEFAULT = new PassThrough(List.of(), null);

    public PassThrough {
        paths = List.copyOf(paths);
    }

    public PassThrough withPaths(List<String> paths) {
        return new PassThrough(paths, defaultProvider);
    }

    public PassThrough withDefaultProvider(String defaultProvider) {
        return new PassThrough(paths, defaultProvider);
    }
}
