package dev.qlite.provider;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The names that somebody may have meant. */
public final class Nearest {
    private static final int LONGEST = 100;

    private Nearest() {}

    /** The candidates most like a name, the likest first; empty if none is like it. */
    public static List<String> to(String name, Collection<String> candidates, int most) {
        if (name.length() > LONGEST) {
            return List.of();
        }
        return candidates.stream()
                .filter(candidate -> distance(name, candidate) <= Math.max(2, name.length() / 2))
                .distinct()
                .sorted(Comparator.comparingInt((String candidate) -> distance(name, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    /** How many characters must be put in, left out or changed. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
