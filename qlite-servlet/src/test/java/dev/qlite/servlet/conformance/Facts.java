package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What an answer says, in a form that all providers' answers have in common. */
final class Facts {
    /** Stands for an id that the provider does not give, and qlite must make. */
    static final Fact ANY_ID = new Fact("any id that is not empty");

    private final Map<String, Fact> facts = new LinkedHashMap<>();

    /** One thing said: a text, a number or a JSON value. */
    record Fact(Object value) {
        @Override
        public String toString() {
            String text = value.toString();
            return text.length() <= 120 ? text : text.substring(0, 120) + "… (" + text.length() + ")";
        }
    }

    Facts id(String id) {
        return put("id", id);
    }

    Facts model(String model) {
        return put("model", model);
    }

    /** The facts of one choice; what it does not say is to be said as "" or left out. */
    Facts choice(int index, String text, String reasoning, String refusal, String finish) {
        String at = "choice " + index + " ";
        return put(at + "text", text)
                .put(at + "reasoning", reasoning)
                .put(at + "refusal", refusal)
                .put(at + "finish", finish);
    }

    /** A call of a choice, the next one. */
    Facts call(int choice, String id, String name, JsonNode arguments) {
        int number = 0;
        while (facts.containsKey("choice " + choice + " call " + number + " id")) {
            number++;
        }
        String at = "choice " + choice + " call " + number + " ";
        facts.put(at + "id", id.isEmpty() ? ANY_ID : new Fact(id));
        facts.put(at + "arguments", new Fact(arguments));
        return put(at + "name", name);
    }

    /** A place cited; each counts once, wherever and however often it is cited. */
    Facts citation(int choice, String url, String title) {
        return put("choice " + choice + " citation " + url, title);
    }

    Facts logprobs(int choice, JsonNode logprobs) {
        facts.put("choice " + choice + " logprobs", new Fact(logprobs));
        return this;
    }

    Facts tokens(String sort, long count) {
        facts.put("tokens " + sort, new Fact(count));
        return this;
    }

    Map<String, Fact> build() {
        return facts;
    }

    private Facts put(String name, String value) {
        facts.put(name, new Fact(value));
        return this;
    }

    /** Where two answers differ, a line each. */
    static List<String> differences(Map<String, Fact> expected, Map<String, Fact> actual) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(expected.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            Fact wanted = expected.get(name);
            Fact got = actual.get(name);
            boolean same = ANY_ID.equals(wanted) ? got != null : wanted != null && wanted.equals(got);
            if (!same) {
                differences.add(name + ": " + got + " (expected: " + wanted + ")");
            }
        }
        return differences;
    }
}
