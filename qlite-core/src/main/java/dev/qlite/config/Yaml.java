package dev.qlite.config;

import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML text to nodes that know their lines. No node becomes an object here, so no tag can make one; how deep a text nests
 * and how often it repeats an anchor is bounded, and so is its size, before anything looks at it.
 */
final class Yaml {
    /** Beyond this a text takes the parser seconds. */
    static final int MAX_SIZE = 1 << 20;

    private Yaml() {}

    /** The mapping that a text is, or null after saying what is wrong with it. */
    static @Nullable MappingNode read(String text, Reading reading) {
        if (text.length() > MAX_SIZE) {
            tooLarge(reading);
            return null;
        }
        Node root;
        try {
            root = compose(text);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
            reading.problem(line, "", "not YAML: " + words(e) + hint(text, line));
            return null;
        } catch (ReaderException e) {
            int line = lineAt(text, e.getPosition());
            reading.problem(line, "", "not YAML: the character U+%04X".formatted(e.getCodePoint()));
            return null;
        } catch (YAMLException e) {
            reading.problem(0, "", "not a configuration: nested too deep or too often repeated");
            return null;
        }
        if (root instanceof MappingNode mapping) {
            return mapping;
        }
        String what = root == null ? "empty" : Place.kind(root);
        reading.problem(0, "", what + " (expected: a mapping with at least 'providers')");
        return null;
    }

    static void tooLarge(Reading reading) {
        reading.problem(0, "", "larger than 1 MB (expected: a configuration)");
    }

    /** The line of a node, counted from 1. */
    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static @Nullable Node compose(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_SIZE);
        options.setNestingDepthLimit(20);
        options.setMaxAliasesForCollections(20);
        StreamReader reader = new StreamReader(new StringReader(text));
        return new Composer(new ParserImpl(reader, options), new Resolver(), options).getSingleNode();
    }

    /** What the parser says, but for what it quotes: that may be a value. */
    private static String words(MarkedYAMLException e) {
        String problem = e.getProblem() == null ? "" : e.getProblem();
        if (problem.startsWith("found undefined alias")) {
            return "an alias (*) without its anchor (&)";
        }
        if (problem.startsWith("expected a single document") || "but found another document".equals(problem)) {
            return "a second document (expected: one)";
        }
        return "while scanning an alias".equals(e.getContext()) ? "a * that begins a text (expected: \"*\")" : problem;
    }

    private static String hint(String text, int line) {
        String at = text.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
        return at.contains("${") ? " (inside { } and [ ] a ${…} stands in quotes)" : "";
    }

    private static int lineAt(String text, int position) {
        return 1
                + (int) text.codePoints().limit(position).filter(c -> c == '\n').count();
    }
}
