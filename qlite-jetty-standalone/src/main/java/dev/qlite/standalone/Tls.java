package dev.qlite.standalone;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate: read at the start, and again when its files change, for the connections after that. Files
 * that do not hold leave the certificate as it was, and are named in the log. Thread-safe.
 */
final class Tls extends AbstractLifeCycle {
    private static final Logger LOG = LoggerFactory.getLogger(Tls.class);
    private static final long LOOK_MILLIS = 5_000;

    private final PemFiles files;
    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "qlite-tls");
        thread.setDaemon(true);
        return thread;
    });
    private List<FileTime> seen = List.of();
    private @Nullable ScheduledFuture<?> looking;

    /** @throws StartException if the files do not hold */
    Tls(PemFiles files) {
        this.files = files;
        factory.setKeyStore(files.read());
        factory.setKeyStorePassword("");
        factory.setSniRequired(false);
        factory.setEndpointIdentificationAlgorithm(null);
    }

    SslContextFactory.Server factory() {
        return factory;
    }

    @Override
    protected void doStart() throws IOException {
        seen = files.changed();
        looking = watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        if (looking != null) {
            looking.cancel(true);
        }
        watch.shutdownNow();
    }

    /** Reads the files again if they have changed. */
    synchronized void look() {
        try {
            List<FileTime> now = files.changed();
            if (!now.equals(seen)) {
                seen = now;
                reload();
            }
        } catch (IOException e) {
            LOG.warn("tls: the files cannot be looked at; the certificate stays as it was", e);
        }
    }

    private void reload() {
        try {
            var store = files.read();
            factory.reload(each -> each.setKeyStore(store));
            LOG.info("tls: {} has been read again", files.cert());
        } catch (Exception e) {
            LOG.warn("tls: the certificate stays as it was: {}", e.getMessage());
        }
    }
}
