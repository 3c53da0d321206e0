package dev.qlite.cost;

import java.util.List;

/** Under which names a model may stand in a price list: its own, and that without its day. Never a looser prefix. */
final class ModelNames {
    private static final String FINE_TUNED = "ft:";

    private ModelNames() {}

    /** The names to look for, the closest first. */
    static List<String> of(String model) {
        String name = model;
        if (model.startsWith(FINE_TUNED)) { // ft:BASE:organisation::id
            int end = model.indexOf(':', FINE_TUNED.length());
            name = end < 0 ? model : model.substring(0, end);
        }
        int day = dayAt(name);
        return day < 0 ? List.of(name) : List.of(name, name.substring(0, day));
    }

    /** Where {@code -YYYY-MM-DD} or {@code -YYYYMMDD} begins; -1 if the name does not end so. */
    private static int dayAt(String name) {
        int dashed = name.length() - "-YYYY-MM-DD".length();
        if (dashed > 0 && fits(name, dashed, "-dddd-dd-dd")) {
            return dashed;
        }
        int plain = name.length() - "-YYYYMMDD".length();
        return plain > 0 && fits(name, plain, "-dddddddd") ? plain : -1;
    }

    private static boolean fits(String name, int from, String shape) {
        for (int i = 0; i < shape.length(); i++) {
            char c = name.charAt(from + i);
            boolean fits = shape.charAt(i) == 'd' ? c >= '0' && c <= '9' : c == '-';
            if (!fits) {
                return false;
            }
        }
        return name.startsWith("20", from + 1);
    }
}
