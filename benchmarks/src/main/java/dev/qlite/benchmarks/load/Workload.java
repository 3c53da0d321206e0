package dev.qlite.benchmarks.load;

/**
 * What is asked, and how often at a time.
 *
 * @param streamed whether a stream is asked for
 * @param repeated whether it is the same request each time, which a cache answers
 * @param secure whether the upstream is asked over TLS
 * @param request bytes of a request
 * @param answer bytes of an answer's text
 * @param gap milliseconds between the events of a stream
 * @param connections how many requests are under way at a time when throughput is measured
 */
record Workload(boolean streamed, boolean repeated, boolean secure, int request, int answer, int gap, int connections) {
    /** Events of a stream. */
    static final int EVENTS = 50;

    static final Workload JSON_MISS = new Workload(false, false, false, 1_000, 1_000, 0, 32);
    static final Workload SSE_MISS = new Workload(true, false, false, 1_000, 1_000, 0, 32);
    static final Workload JSON_HIT = new Workload(false, true, false, 1_000, 1_000, 0, 32);
    static final Workload SSE_HIT = new Workload(true, true, false, 1_000, 1_000, 0, 32);

    Workload withRequest(int bytes) {
        return new Workload(streamed, repeated, secure, bytes, answer, gap, connections);
    }

    Workload withAnswer(int bytes) {
        return new Workload(streamed, repeated, secure, request, bytes, gap, connections);
    }

    Workload withGap(int millis) {
        return new Workload(streamed, repeated, secure, request, answer, millis, connections);
    }

    Workload withConnections(int count) {
        return new Workload(streamed, repeated, secure, request, answer, gap, count);
    }

    Workload overTls() {
        return new Workload(streamed, repeated, true, request, answer, gap, connections);
    }

    /** What the floor does of it, which has no cache: the same as a MISS. */
    Workload onTheFloor() {
        return new Workload(streamed, false, secure, request, answer, gap, connections);
    }

    /** Requests a second at which latency is measured, for a subject that can do twice as many. */
    int rate() {
        int heaviest = Math.max(request, answer);
        int full = streamed ? 300 : 1_000;
        return heaviest <= 1_000 ? full : heaviest <= 100_000 ? 100 : 20;
    }

    /** Whether such a client can ask it of a subject. */
    boolean suits(Client client) {
        return (client.caches() || !repeated) && (client.secure() != null || !secure);
    }

    Target target(Client client) {
        Target target = secure ? client.secure() : client.plain();
        if (target == null) {
            throw new IllegalArgumentException("no way to the upstream's TLS port");
        }
        return target;
    }

    @Override
    public String toString() {
        String name = (streamed ? "SSE " : "JSON ") + (repeated ? "HIT" : "MISS");
        return name + (gap > 0 ? ", " + gap + " ms between events" : "") + (secure ? ", TLS to the upstream" : "")
                + ": " + size(request) + " request, " + size(answer) + " answer, " + connections
                + (connections == 1 ? " connection" : " connections");
    }

    private static String size(int bytes) {
        return bytes < 1_000_000 ? bytes / 1_000 + " KB" : bytes / 1_000_000 + " MB";
    }
}
