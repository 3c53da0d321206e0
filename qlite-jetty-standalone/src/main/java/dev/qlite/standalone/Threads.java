package dev.qlite.standalone;

import dev.qlite.config.ServerSettings;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** The server's threads, and how many requests they bear. */
final class Threads {
    private static final int ON_VIRTUAL_THREADS = 10_000;
    private static final int ON_PLATFORM_THREADS = 900;

    /** For Jetty itself, and for requests that are refused, or ask after its health. */
    private static final int SPARE = 100;

    /** Of virtual threads at a time: Jetty's own default of 200 would have the 201st stream wait for one to end. */
    private static final int UNLIMITED = -1;

    private Threads() {}

    /** How many requests may be under way: each waits on a thread. */
    static int places(ServerSettings settings) {
        Integer said = settings.load().maxInFlight();
        if (said != null) {
            return said;
        }
        return VirtualThreads.areSupported() ? ON_VIRTUAL_THREADS : ON_PLATFORM_THREADS;
    }

    /** The pool: so many platform threads only where there are no others. */
    static QueuedThreadPool pool(ServerSettings settings) {
        boolean virtual = VirtualThreads.areSupported();
        QueuedThreadPool threads = new QueuedThreadPool((virtual ? ON_PLATFORM_THREADS : places(settings)) + SPARE);
        threads.setName("qlite");
        if (virtual) {
            VirtualThreadPool unlimited = new VirtualThreadPool(UNLIMITED);
            // A log wants a name, and looking for the number of a thread that has none costs more.
            unlimited.setName("qlite-virtual-");
            threads.setVirtualThreadsExecutor(unlimited);
        }
        return threads;
    }
}
