package dev.qlite.config;

import dev.qlite.provider.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for the server, the {@code server} section. Immutable.
 *
 * @param host the name or address to listen on
 * @param port the port to listen on; 0 for any that is free
 * @param access who may call
 * @param tls the files that it speaks TLS with; null if it does not
 * @param passThrough what passes unread
 * @param explain whether clients may ask what the cache made of a request
 * @param usageCost whether an answer's usage says its cost too
 * @param load how much it bears at a time
 * @param maxBody the most bytes of a request's body
 * @param heartbeat how long a stream may be silent before the client gets a comment
 * @param drain how long calls under way have to end when the server stops
 * @param limits what an upstream's answer may take of qlite
 */
public record ServerSettings(
        String host,
        int port,
        Access access,
        @Nullable TlsFiles tls,
        PassThrough passThrough,
        boolean explain,
        boolean usageCost,
        Load load,
        long maxBody,
        Duration heartbeat,
        Duration drain,
        Limits limits) {
    /** {@code 127.0.0.1:8080}, {@link Access#DEFAULT}, no TLS, {@link PassThrough#DEFAULT}, no explanations, no cost in the usage, {@link Load#DEFAULT}, 32 MB, 15 s, 30 s and {@link Limits#DEFAULT}. */
    public static final ServerSettings DEFAULT = new ServerSettings(
            "127.0.0.1",
            8080,
            Access.DEFAULT,
            null,
            PassThrough.DEFAULT,
            false,
            false,
            Load.DEFAULT,
            32L << 20,
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Limits.DEFAULT);

    public ServerSettings withHost(String host) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withPort(int port) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withAccess(Access access) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withTls(TlsFiles tls) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withPassThrough(PassThrough passThrough) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withExplain(boolean explain) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withUsageCost(boolean usageCost) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withLoad(Load load) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withMaxBody(long maxBody) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withHeartbeat(Duration heartbeat) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withDrain(Duration drain) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }

    public ServerSettings withLimits(Limits limits) {
        return new ServerSettings(
                host, port, access, tls, passThrough, explain, usageCost, load, maxBody, heartbeat, drain, limits);
    }
}
