package dev.qlite.provider;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What each model of a provider can do, as data: rows of a model's pattern and its values, of which the first that has
 * a value holds. The last row is of all models and has every value: what an unknown, new one is taken to do. Immutable.
 */
public final class Capabilities {
    private final List<Row> rows;

    private Capabilities(List<Row> rows) {
        this.rows = rows;
    }

    private record Row(ModelPattern model, Json values) {}

    /**
     * The table in a resource: a JSON array of objects, whose {@code model} is the pattern.
     *
     * @param owner the class beside which it lies
     */
    public static Capabilities read(Class<?> owner, String resource) {
        try (InputStream in = Objects.requireNonNull(owner.getResourceAsStream(resource), resource)) {
            List<Row> rows = new ArrayList<>();
            for (Json row : Json.parse(in.readAllBytes()).elements()) {
                rows.add(new Row(new ModelPattern(row.require("model").asString()), row));
            }
            return new Capabilities(List.copyOf(rows));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same with other rows before it.
     *
     * @param rows objects of values, by the pattern of their models, in order
     * @throws IllegalArgumentException if a value is none of this table's; it names it
     */
    public Capabilities with(Map<String, Json> rows) {
        List<Row> all = new ArrayList<>();
        rows.forEach((model, values) -> {
            for (Member member : values.members()) {
                check(model, member);
            }
            all.add(new Row(new ModelPattern(model), values));
        });
        all.addAll(this.rows);
        return new Capabilities(List.copyOf(all));
    }

    /** Whether a model has a capability of true or false. */
    public boolean has(String model, String capability) {
        return find(model, capability).asBoolean();
    }

    /** A number that is said of a model. */
    public int number(String model, String capability) {
        return find(model, capability).asInt();
    }

    /** A word that is said of a model. */
    public String word(String model, String capability) {
        return find(model, capability).asString();
    }

    private Json find(String model, String capability) {
        for (Row row : rows) {
            Json value = row.values.get(capability);
            if (!value.isMissing() && row.model.matches(model)) {
                return value;
            }
        }
        throw new IllegalArgumentException("no row says " + capability);
    }

    private void check(String model, Member member) {
        String name = member.name();
        Json known = name.equals("model")
                ? Json.MISSING
                : rows.get(rows.size() - 1).values.get(name);
        if (known.kind() != member.value().kind()) {
            String expected = known.isMissing() ? "one of " + String.join(", ", names()) : "a value like " + known;
            throw new IllegalArgumentException(
                    "capabilities: " + model + ": " + name + " (expected: " + expected + ")");
        }
        Set<String> words = words(name);
        if (known.isString() && !words.contains(member.value().asString())) {
            throw new IllegalArgumentException("capabilities: " + model + ": " + name + ": "
                    + member.value().asString() + " (expected: one of " + String.join(", ", words) + ")");
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        rows.get(rows.size() - 1).values.members().forEach(each -> names.add(each.name()));
        names.remove("model");
        return names;
    }

    /** The words that rows say of a capability: there are no others. */
    private Set<String> words(String capability) {
        Set<String> words = new TreeSet<>();
        for (Row row : rows) {
            Json value = row.values.get(capability);
            if (value.isString()) {
                words.add(value.asString());
            }
        }
        return words;
    }
}
