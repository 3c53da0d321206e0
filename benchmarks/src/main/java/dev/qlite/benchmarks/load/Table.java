package dev.qlite.benchmarks.load;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown, padded so that it is good to read as it is: the first column words, the others figures. */
final class Table {
    private Table() {}

    /** The first row is the head; all have the same number of cells. */
    static String of(List<List<String>> rows) {
        int[] widths = IntStream.range(0, rows.get(0).size())
                .map(column ->
                        rows.stream().mapToInt(row -> row.get(column).length()).reduce(3, Math::max))
                .toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            text.append(line(
                    widths,
                    column -> (column == 0 ? "%-" + widths[0] + "s" : "%" + widths[column] + "s")
                            .formatted(row.get(column))));
            if (row == rows.get(0)) {
                text.append(line(widths, column -> "-".repeat(widths[column] - 1) + (column == 0 ? "-" : ":")));
            }
        }
        return text.toString();
    }

    private static String line(int[] widths, IntFunction<String> cell) {
        return IntStream.range(0, widths.length).mapToObj(cell).collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
