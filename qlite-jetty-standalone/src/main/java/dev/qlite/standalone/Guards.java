package dev.qlite.standalone;

import dev.qlite.config.Access;
import dev.qlite.config.ServerSettings;
import dev.qlite.servlet.AccessLogFilter;
import dev.qlite.servlet.AccessLogFilter.Format;
import dev.qlite.servlet.ApiKeys;
import dev.qlite.servlet.CallerResolver;
import dev.qlite.servlet.CorsFilter;
import dev.qlite.servlet.HostFilter;
import dev.qlite.servlet.RecoveryFilter;
import dev.qlite.servlet.RequestIdFilter;
import jakarta.servlet.Filter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Who reaches the door, and how it is told. Without keys whoever reaches the server may spend its owner's money: so it
 * then listens on the loopback only, and answers only to the loopback's names.
 */
final class Guards {
    private Guards() {}

    /**
     * Sees that nobody from outside is let in without a key.
     *
     * @throws StartException if the host is not known, or is open to others and there are no keys
     */
    static void requireGuarded(ServerSettings settings) {
        String host = settings.host();
        boolean isLoopback;
        try {
            isLoopback = InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartException("host: '" + host + "' is not known (expected: an address of this machine)", e);
        }
        if (!isLoopback && settings.access().apiKeys().isEmpty()) {
            throw new StartException("host: '" + host
                    + "' is no loopback address (expected: 127.0.0.1, ::1 or localhost; or server.api_keys, for without"
                    + " them anybody who reaches the proxy spends your money)");
        }
    }

    /**
     * What a request passes on its way to the door, in that order.
     *
     * @param log where the access log goes if nobody looks on
     */
    static List<Filter> filters(Access access, Consumer<String> log, DrainFilter requests) {
        List<Filter> filters =
                new ArrayList<>(List.of(new RequestIdFilter(), accessLog(log), new RecoveryFilter(), requests));
        if (access.apiKeys().isEmpty() || !access.allowedHosts().isEmpty()) {
            filters.add(new HostFilter(access.allowedHosts()));
        }
        if (!access.corsOrigins().isEmpty()) {
            filters.add(new CorsFilter(access.corsOrigins()));
        }
        return filters;
    }

    /** Who is let in, and under what name. */
    static CallerResolver callers(Access access) {
        if (access.apiKeys().isEmpty()) {
            return CallerResolver.anybody();
        }
        ApiKeys.Builder keys = ApiKeys.builder();
        access.apiKeys().forEach(each -> keys.key(each.name(), each.key()));
        return CallerResolver.keys(keys.build());
    }

    private static AccessLogFilter accessLog(Consumer<String> log) {
        return Terminal.isAttached()
                ? new AccessLogFilter(Format.TEXT, LoggerFactory.getLogger("dev.qlite.access")::info)
                : new AccessLogFilter(Format.JSON, log);
    }
}
