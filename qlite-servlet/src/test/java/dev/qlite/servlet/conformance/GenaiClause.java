package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/** What a name must be like: an object of one member, whose name says how it is compared. */
final class GenaiClause {
    private GenaiClause() {}

    /** Whether a name is like that; none is like nothing. */
    static boolean matches(JsonNode clause, String name) {
        return clause.properties().stream().anyMatch(each -> matches(each, name));
    }

    private static boolean matches(Map.Entry<String, JsonNode> clause, String name) {
        JsonNode operand = clause.getValue();
        return switch (clause.getKey()) {
            case "equals" -> name.equals(operand.asText());
            case "starts_with" -> name.startsWith(operand.asText());
            case "ends_with" -> name.endsWith(operand.asText());
            case "contains" -> name.contains(operand.asText());
            case "regex" -> Pattern.compile(operand.asText()).matcher(name).find();
            case "or" -> operand.valueStream().anyMatch(each -> matches(each, name));
            case "and" -> operand.valueStream().allMatch(each -> matches(each, name));
            default -> throw new IllegalArgumentException("no clause: " + clause);
        };
    }
}
