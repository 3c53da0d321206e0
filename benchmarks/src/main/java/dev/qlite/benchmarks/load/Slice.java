package dev.qlite.benchmarks.load;

/**
 * One subject under one workload in one round.
 *
 * @param round from 0
 * @param cpu microseconds of user and system time of its process tree for each request
 * @param perSecond requests a second
 * @param wrong answers that were not what they must be
 * @param strays how many more or fewer calls the upstream got than it must have, those cut off at the end allowed
 */
record Slice(int round, String subject, Workload workload, double cpu, double perSecond, long wrong, long strays) {}
