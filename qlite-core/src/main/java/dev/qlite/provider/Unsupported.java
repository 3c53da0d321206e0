package dev.qlite.provider;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one request asks for and its provider does not have. Not thread-safe. */
public final class Unsupported {
    private final String provider;
    private final boolean refuses;
    private final Set<String> dropped = new LinkedHashSet<>();

    /** @param settings who says whether harmless fields are dropped or refused */
    public Unsupported(ProviderSettings settings) {
        this.provider = settings.name();
        this.refuses = settings.refusesUnsupported();
    }

    /**
     * Notes a field that is left out: the answer is an answer all the same.
     *
     * @param field its path, as {@code messages[0].name}
     * @throws InvalidRequestException if such fields are to be refused
     */
    public void drop(String field) {
        if (refuses) {
            throw refuse(field, "not supported by provider " + provider);
        }
        dropped.add(field);
    }

    /** Notes all fields of a request but those; what says no more than the default is not missed. */
    public void dropAllBut(Set<String> taken, Json body) {
        for (Member member : body.members()) {
            Json value = member.value();
            boolean isDefault = value.isNull()
                    || value.equals(Json.FALSE)
                    || (value.isNumber() && value.asDouble() == 0)
                    || ((value.isObject() || value.isArray()) && value.size() == 0);
            if (!isDefault && !taken.contains(member.name())) {
                drop(member.name());
            }
        }
    }

    /**
     * A refusal: without the field the answer would be a wrong one.
     *
     * @param field its path
     * @param why in words that name neither the field nor the provider
     */
    public InvalidRequestException refusal(String field, String why) {
        return refuse(field, why + " (provider " + provider + ")");
    }

    /** The fields that were left out, in the order of their finding. */
    public List<String> dropped() {
        return List.copyOf(dropped);
    }

    private static InvalidRequestException refuse(String field, String why) {
        return new InvalidRequestException(400, field + ": " + why, field, "unsupported_parameter");
    }
}
