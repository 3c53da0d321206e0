package dev.qlite.json;

/** Says where a node stands in its document, as in {@code messages[1].content}; for errors, so it may take its time. */
final class Path {
    private static final int LONGEST_NAME = 64;

    private Path() {}

    static String of(Tape tape, int target) {
        String path = "";
        int node = 0;
        while (node != target) {
            boolean object = tape.kind(node) == Json.Kind.OBJECT;
            int index = 0;
            int child = tape.firstChild(node);
            while (target >= tape.after(object ? tape.valueOf(child) : child)) {
                child = tape.after(object ? tape.valueOf(child) : child);
                index++;
            }
            path = object ? member(path, tape.text(child)) : path + "[" + index + "]";
            node = object ? tape.valueOf(child) : child;
        }
        return path;
    }

    static String member(String parent, String name) {
        String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name;
        if (!shown.matches("[\\p{L}\\p{N}_$…-]+")) {
            return parent + "[" + Json.of(shown) + "]";
        }
        return parent.isEmpty() ? shown : parent + "." + shown;
    }
}
