package dev.qlite.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in a configuration and the path that leads there.
 *
 * @param path such as {@code server.port}; empty for the whole
 * @param line where its key stands, counted from 1; 0 for the whole
 */
record Place(Reading reading, String path, int line, Node node) {
    /** Other values are not shown: a credential that stands in the wrong place, a URL with a password. */
    private static final Pattern SHOWABLE = Pattern.compile("[^@?#]{0,24}");

    private static final int SHOWN_KEY = 40;

    /** What a plain text gets by itself; any other tag was written. */
    private static final Set<Tag> PLAIN =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.MERGE, Tag.MAP, Tag.SEQ);

    /** What a text is after its variables are filled in. */
    record Scalar(String text, boolean fromEnvironment) {}

    static Place root(Reading reading, MappingNode root) {
        return new Place(reading, "", 0, root);
    }

    void problem(String message) {
        reading.problem(line, path, message);
    }

    /** Says that something else was expected. */
    void expected(String what, String expected) {
        problem(what + " (expected: " + expected + ")");
    }

    /** Says that a key in this is not there. */
    void missing(String key, String expected) {
        reading.problem(line, below(key), "missing (expected: " + expected + ")");
    }

    /** The text here, or null after saying why there is none. */
    @Nullable
    Scalar scalar(String expected) {
        if (!(node instanceof ScalarNode scalar) || isNothing()) {
            expected(kind(node), expected);
            return null;
        }
        if (isTagged()) {
            expected("a tag", expected);
            return null;
        }
        Substitution substitution = Substitution.in(scalar.getValue(), reading.environment());
        if (substitution.problem() != null) {
            problem(substitution.problem());
            return null;
        }
        return new Scalar(substitution.text(), substitution.fromEnvironment());
    }

    /** The members here by their keys, or null after saying why there are none. */
    @Nullable
    Map<String, Place> members(String expected) {
        if (!(node instanceof MappingNode mapping) || isTagged()) {
            expected(kind(node), isNothing() ? expected + ", or {} for the defaults" : expected);
            return null;
        }
        Map<String, Place> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            int keyLine = Yaml.line(tuple.getKeyNode());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                reading.problem(keyLine, path, kind(tuple.getKeyNode()) + " as a key (expected: a name)");
                continue;
            }
            Place member = new Place(reading, below(printable(key.getValue())), keyLine, tuple.getValueNode());
            Place first = members.putIfAbsent(key.getValue(), member);
            if (first != null) {
                member.problem("said twice (first on line " + first.line + ")");
            }
        }
        return members;
    }

    /** The elements here, or null after saying why there are none. */
    @Nullable
    List<Place> elements(String expected) {
        if (!(node instanceof SequenceNode sequence) || isTagged()) {
            expected(kind(node), expected);
            return null;
        }
        List<Place> elements = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            elements.add(new Place(reading, path + "[" + elements.size() + "]", Yaml.line(element), element));
        }
        return elements;
    }

    /** The path of a key in this. */
    String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    /** A text as a message may show it. */
    static String shown(Scalar scalar, boolean isSecret) {
        if (isSecret || scalar.fromEnvironment()) {
            return scalar.fromEnvironment() ? "*** from the environment" : "***";
        }
        String text = scalar.text();
        return SHOWABLE.matcher(text).matches()
                ? "'" + printable(text) + "'"
                : "a text of " + text.length() + " characters";
    }

    /** What kind of thing a node is, in words that show nothing of it. */
    static String kind(Node node) {
        if (node instanceof MappingNode) {
            return "a mapping";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        return Tag.NULL.equals(node.getTag()) ? "nothing" : "a text";
    }

    private boolean isNothing() {
        return Tag.NULL.equals(node.getTag());
    }

    private boolean isTagged() {
        return !PLAIN.contains(node.getTag());
    }

    private static String printable(String text) {
        String cut = text.length() > SHOWN_KEY ? text.substring(0, SHOWN_KEY) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
