package dev.qlite.config;

import dev.qlite.Qlite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;

/**
 * A whole configuration, checked: what it holds can be built. Immutable and thread-safe.
 *
 * <p>It is read strictly: an unknown key, a value of the wrong kind, a key said twice, a variable that is not set are
 * errors, and all of them are told at once.
 */
public final class QliteConfig {
    private final ServerSettings server;
    private final @Nullable CacheSettings cache;
    private final List<ConfiguredProvider> providers;
    private final Map<String, String> aliases;
    private final PricingSettings pricing;

    private QliteConfig(
            ServerSettings server,
            @Nullable CacheSettings cache,
            List<ConfiguredProvider> providers,
            Map<String, String> aliases,
            PricingSettings pricing) {
        this.server = server;
        this.cache = cache;
        this.providers = List.copyOf(providers);
        this.aliases = Collections.unmodifiableMap(new LinkedHashMap<>(aliases));
        this.pricing = pricing;
    }

    /**
     * Reads a YAML file.
     *
     * @param environment what {@code ${NAME}} stands for, as {@link System#getenv()}
     * @throws ConfigException if it cannot be read, or anything in it is wrong
     */
    public static QliteConfig load(Path file, Map<String, String> environment) {
        String name = String.valueOf(file.getFileName());
        Reading reading = new Reading(name, environment);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Yaml.MAX_SIZE + 1);
            if (bytes.length > Yaml.MAX_SIZE) {
                Yaml.tooLarge(reading);
                throw reading.failed();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return read(text, name, environment);
        } catch (CharacterCodingException e) {
            reading.problem(0, "", "not a text in UTF-8");
        } catch (NoSuchFileException e) {
            reading.problem(0, "", "there is no such file");
        } catch (IOException e) {
            reading.problem(0, "", Files.isDirectory(file) ? "a directory (expected: a file)" : "cannot be read");
        }
        throw reading.failed();
    }

    /**
     * Reads YAML text.
     *
     * @param name what errors call it
     * @param environment what {@code ${NAME}} stands for, as {@link System#getenv()}
     * @throws ConfigException if anything in it is wrong
     */
    public static QliteConfig read(String yaml, String name, Map<String, String> environment) {
        Reading reading = new Reading(name, environment);
        MappingNode root = Yaml.read(yaml, reading);
        if (root == null) {
            throw reading.failed();
        }
        Draft draft = new Draft(reading);
        Place place = Place.root(reading, root);
        Map<String, Place> members = place.members(Keys.ROOT.expected());
        if (members != null) {
            Keys.ROOT.bind(place, members, draft);
        }
        List<ConfiguredProvider> providers = draft.providers();
        reading.check();
        return new QliteConfig(draft.server(), draft.cache(), providers, draft.aliases(), draft.pricing());
    }

    /**
     * What there is without a file: a provider of each type whose key is in the environment, and of each that needs
     * none; the defaults for all else.
     *
     * @param environment as {@link System#getenv()}
     * @throws ConfigException if a key there cannot be one
     */
    public static QliteConfig fromEnvironment(Map<String, String> environment) {
        return new QliteConfig(
                ServerSettings.DEFAULT, null, FoundProviders.in(environment), Map.of(), PricingSettings.DEFAULT);
    }

    public ServerSettings server() {
        return server;
    }

    /** What is said of the cache; empty where nothing is, then there is none. */
    public Optional<CacheSettings> cache() {
        return Optional.ofNullable(cache);
    }

    /** The providers, in the order in which they are said; at least one. */
    public List<ConfiguredProvider> providers() {
        return providers;
    }

    /** What a client may ask for in place of a model: alias to model. */
    public Map<String, String> aliases() {
        return aliases;
    }

    /** What is said of prices. */
    public PricingSettings pricing() {
        return pricing;
    }

    /** The same with a cache of these settings where nothing is said of one. */
    public QliteConfig withDefaultCache(CacheSettings settings) {
        return cache != null ? this : new QliteConfig(server, settings, providers, aliases, pricing);
    }

    /**
     * A gateway as it is configured, to which stages and listeners can be added. Its providers and its cache are new each
     * time: build it once, and close it.
     */
    public Qlite.Builder toBuilder() {
        Qlite.Builder builder = Qlite.builder()
                .maxAnswer(server.limits().maxAnswer())
                .usageCost(server.usageCost())
                .pricer(pricing.create());
        for (ConfiguredProvider provider : providers) {
            builder.provider(provider.create(server.limits()), provider.models().toArray(String[]::new));
        }
        aliases.forEach(builder::alias);
        Long maxBuffered = server.load().maxBuffered();
        if (maxBuffered != null) {
            builder.maxBuffered(maxBuffered);
        }
        String defaultProvider = server.passThrough().defaultProvider();
        if (defaultProvider != null) {
            builder.defaultProvider(defaultProvider);
        }
        if (cache != null && cache.enabled()) {
            builder.cache(cache.create(server.heartbeat()));
        }
        return builder;
    }
}
