package dev.qlite.standalone;

import java.io.Console;
import java.lang.reflect.Method;

/** Whether somebody looks on. */
final class Terminal {
    private Terminal() {}

    /** Whether the standard streams are a terminal's. From Java 22 on there is always a console, which knows. */
    @SuppressWarnings("SystemConsoleNull") // true of Java 22 and later only
    static boolean isAttached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method isTerminal = Console.class.getMethod("isTerminal");
            return (boolean) isTerminal.invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("isTerminal: cannot be called", e);
        }
    }
}
