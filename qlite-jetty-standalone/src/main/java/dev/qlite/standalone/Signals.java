package dev.qlite.standalone;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the operating system tells the process. The JDK's class for it is no part of its API ({@code sun.misc.Signal}, in
 * the module {@code jdk.unsupported}), so it is looked up; a shutdown hook alone could not hear a second signal.
 */
final class Signals {
    /** By their names, and what a process that they end exits with: 128 and their numbers. */
    private static final Map<String, Integer> ENDS = Map.of("INT", 130, "TERM", 143);

    private Signals() {}

    /** Has the first signal to end run this, on a thread of its own; the second ends the process at once. */
    static void onEnd(Runnable stop) {
        AtomicBoolean stopping = new AtomicBoolean();
        ENDS.forEach((name, status) -> handle(name, () -> {
            if (stopping.compareAndSet(false, true)) {
                Thread stopper = new Thread(stop, "qlite-stop");
                stopper.setDaemon(false); // as a signal's own thread is: the process would not wait for its end
                stopper.start();
            } else {
                Runtime.getRuntime().halt(status);
            }
        }));
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler told = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            };
            Object proxy = Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, told);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
        } catch (ReflectiveOperationException e) {
            throw new StartException("the signal " + name + " cannot be listened for: " + e, e);
        }
    }
}
