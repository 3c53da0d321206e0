package dev.qlite.benchmarks.load;

import java.util.List;
import java.util.Map;

/**
 * Whose CPU a sample is: the first, from where the thread stands outwards, of those who could have done otherwise. What
 * the JDK's collections or the kernel do is theirs who called them.
 */
final class Owner {
    /** Threads of the JVM's own, by the beginning of their names. */
    private static final Map<String, String> THREADS = Map.of(
            "C1 Comp", "JVM: compilers",
            "C2 Comp", "JVM: compilers",
            "G1 ", "JVM: garbage collector",
            "GC Thread", "JVM: garbage collector",
            "VM ", "JVM: other");

    /** Code, by the beginning of its name; the first that fits. */
    private static final List<Map.Entry<String, String>> CODE = List.of(
            Map.entry("dev/qlite/standalone/", "qlite standalone"),
            Map.entry("dev/qlite/servlet/", "qlite servlet"),
            Map.entry("dev/qlite/", "qlite "),
            Map.entry("jdk/internal/net/http/", "JDK's HTTP client"),
            Map.entry("java/net/http/", "JDK's HTTP client"),
            Map.entry("sun/security/ssl/", "TLS"),
            Map.entry("org/eclipse/jetty/", "Jetty"),
            Map.entry("jakarta/servlet/", "Jetty"),
            Map.entry("ch/qos/logback/", "logback"),
            Map.entry("com/github/benmanes/caffeine/", "Caffeine"),
            Map.entry("java/util/concurrent/ForkJoin", "threads: scheduling and parking"),
            Map.entry("java/util/concurrent/ThreadPoolExecutor", "threads: scheduling and parking"),
            Map.entry("java/lang/VirtualThread", "threads: scheduling and parking"),
            Map.entry("java/lang/Thread", "threads: scheduling and parking"));

    private Owner() {}

    /**
     * The owner.
     *
     * @param frames the thread's name in brackets first, then from its start to where it stands
     */
    static String of(List<String> frames) {
        String thread = frames.get(0).startsWith("[") ? frames.get(0).substring(1) : "";
        for (Map.Entry<String, String> known : THREADS.entrySet()) {
            if (thread.startsWith(known.getKey())) {
                return known.getValue();
            }
        }
        for (int i = frames.size() - 1; i >= 0; i--) {
            for (Map.Entry<String, String> known : CODE) {
                if (frames.get(i).startsWith(known.getKey())) {
                    return known.getValue().endsWith(" ") ? room(frames.get(i)) : known.getValue();
                }
            }
        }
        return "other";
    }

    /** The package of core: dev/qlite/json/Json.parse is of "qlite json". */
    private static String room(String frame) {
        String rest = frame.substring("dev/qlite/".length());
        int slash = rest.indexOf('/');
        return "qlite " + (slash < 0 ? "core" : rest.substring(0, slash));
    }
}
