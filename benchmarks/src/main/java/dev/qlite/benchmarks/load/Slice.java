package dev.qlite.benchmarks.load;

import java.util.Locale;

/**
 * One subject under one workload in one round.
 *
 * @param round from 1; 0 is one that does not count
 * @param cpu microseconds of user and system time of its process tree for each request
 * @param perSecond requests a second
 * @param wrong answers that were not what they must be
 * @param strays how many more or fewer calls the upstream got than it must have, those cut off at the end allowed
 */
record Slice(int round, String subject, Workload workload, double cpu, double perSecond, long wrong, long strays) {
    /** The names of what {@link #toRow} gives. */
    static final String HEADER = "round,subject,workload,cpu_us,per_second,wrong,strays";

    /** A line of comma-separated values. */
    String toRow() {
        return String.format(
                Locale.ENGLISH,
                "%d,%s,\"%s\",%.2f,%.1f,%d,%d",
                round,
                subject,
                workload,
                cpu,
                perSecond,
                wrong,
                strays);
    }
}
