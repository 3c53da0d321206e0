package dev.qlite.standalone;

import dev.qlite.Qlite;
import dev.qlite.config.CacheSettings;
import dev.qlite.config.ConfigException;
import dev.qlite.config.QliteConfig;
import dev.qlite.pipeline.ReceiptListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --config}: where the configuration comes from. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The YAML file; else the one that QLITE_CONFIG names; else what the environment holds.")
    private @Nullable Path file;

    /**
     * Reads it; a cache is on where nothing is said of one.
     *
     * @throws StartException if it does not hold
     */
    Setup read(Map<String, String> environment) {
        Path chosen = file != null ? file : configuredBy(environment);
        try {
            QliteConfig config =
                    chosen == null ? QliteConfig.fromEnvironment(environment) : QliteConfig.load(chosen, environment);
            return new Setup(config.withDefaultCache(CacheSettings.DEFAULT), chosen);
        } catch (ConfigException e) {
            throw new StartException("the configuration does not hold:\n" + e.getMessage(), e);
        }
    }

    /** @throws StartException if it does not hold after all */
    static Qlite build(QliteConfig config, ReceiptListener... listeners) {
        try {
            Qlite.Builder builder = config.toBuilder();
            List.of(listeners).forEach(builder::listener);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new StartException("the configuration does not hold: " + e.getMessage(), e);
        }
    }

    private static @Nullable Path configuredBy(Map<String, String> environment) {
        String name = environment.getOrDefault("QLITE_CONFIG", "");
        return name.isEmpty() ? null : Path.of(name);
    }
}
