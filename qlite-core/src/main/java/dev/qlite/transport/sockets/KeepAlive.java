package dev.qlite.transport.sockets;

import dev.qlite.transport.ResponseHead;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long a peer says that it keeps an idle connection: {@code Keep-Alive: timeout=5}, as Node's servers do. */
final class KeepAlive {
    private static final String TIMEOUT = "timeout=";

    private KeepAlive() {}

    /** In nanoseconds, less a second for the way; {@code Long.MAX_VALUE} if it says nothing. */
    static long nanos(@Nullable ResponseHead head) {
        String value = head == null ? null : head.headers().first("Keep-Alive");
        int start = value == null ? -1 : value.toLowerCase(Locale.ROOT).indexOf(TIMEOUT);
        if (value == null || start < 0) {
            return Long.MAX_VALUE;
        }
        long seconds = 0;
        for (int i = start + TIMEOUT.length(); i < value.length() && Character.isDigit(value.charAt(i)); i++) {
            seconds = Math.min(Integer.MAX_VALUE, 10 * seconds + Character.digit(value.charAt(i), 10));
        }
        return TimeUnit.SECONDS.toNanos(seconds - 1);
    }
}
