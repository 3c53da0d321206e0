package dev.qlite.provider;

import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.Lifetime;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Provider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models that a client can ask for: aliases, exact names, and each upstream's own list as far as the patterns lead
 * to it. Thread-safe.
 *
 * <p>An upstream's list is kept for five minutes, or half of one if it failed; all of them together are given two seconds, and one that does not
 * answer in time is left out.
 */
public final class ModelCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ModelCatalog.class);
    private static final Duration KEPT = Duration.ofMinutes(5);
    /** How long one that failed is not asked again. */
    private static final Duration SPARED = Duration.ofSeconds(30);

    private static final Duration GIVEN = Duration.ofSeconds(2);

    private final Registry registry;
    private final LongSupplier nanoTime;
    private final Map<Provider, Listing> listings = new ConcurrentHashMap<>();

    /** @param nanoTime a clock like {@link System#nanoTime} */
    public ModelCatalog(Registry registry, LongSupplier nanoTime) {
        this.registry = registry;
        this.nanoTime = nanoTime;
    }

    /** Every model, aliases first, then provider by provider. */
    public List<Model> list() {
        Lifetime wanted = Lifetime.of(GIVEN);
        Map<String, Model> models = new LinkedHashMap<>();
        new TreeSet<>(registry.aliases().keySet()).forEach(alias -> models.put(alias, new Model(alias, "qlite")));
        for (Provider provider : registry.providers()) {
            for (String name : registry.exactNames(provider)) {
                models.putIfAbsent(name, new Model(name, provider.name()));
            }
            for (Model model : listing(provider, wanted)) {
                if (registry.serves(provider, model.id())) {
                    models.putIfAbsent(model.id(), model);
                }
            }
        }
        return new ArrayList<>(models.values());
    }

    private List<Model> listing(Provider provider, Lifetime wanted) {
        Listing kept = listings.get(provider);
        if (kept != null && nanoTime.getAsLong() - kept.since < KEPT.toNanos()) {
            return kept.models;
        }
        try {
            List<Model> models = provider.models(wanted);
            listings.put(provider, new Listing(models, nanoTime.getAsLong()));
            return models;
        } catch (QliteException e) {
            LOG.warn("{}; its models are not listed", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("provider {}: its models are not listed", provider.name(), e);
        }
        List<Model> known = kept == null ? List.of() : kept.models;
        listings.put(
                provider,
                new Listing(known, nanoTime.getAsLong() - KEPT.minus(SPARED).toNanos()));
        return known;
    }

    private record Listing(List<Model> models, long since) {}
}
