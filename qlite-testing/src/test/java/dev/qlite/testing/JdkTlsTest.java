package dev.qlite.testing;

import dev.qlite.transport.Proxies;
import dev.qlite.transport.Transport;
import dev.qlite.transport.jdk.JdkTransport;
import javax.net.ssl.SSLContext;

final class JdkTlsTest extends TlsContract {
    @Override
    protected Transport transport(SSLContext trusted, Proxies proxies) {
        return JdkTransport.builder()
                .sslContext(trusted)
                .proxy(proxies.selector())
                .build();
    }
}
