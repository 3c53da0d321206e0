package dev.qlite.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server answers to its own names only. */
@OnEachContainer
class HostFilterTest {
    private Application application;
    private final ContainerKind container;

    HostFilterTest(ContainerKind container) {
        this.container = container;
    }

    @BeforeEach
    void start() throws Exception {
        application = Application.of(
                container,
                (request, response) -> response.getWriter().print("in"),
                new HostFilter(List.of("Qlite.example.org", "[fe80::1]")));
    }

    @AfterEach
    void stop() {
        application.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST:80",
                "127.0.0.1:8080",
                "127.9.9.9",
                "[::1]:8080",
                "qlite.example.org",
                "QLITE.example.org:443",
                "[fe80::1]"
            })
    void itsNamesAreLetIn(String host) {
        assertThat(status(host)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "example.org",
                "10.0.0.1",
                "0.0.0.0",
                "xlocalhost",
                "[::2]"
            })
    void othersAreNot(String host) {
        try (RawClient client = RawClient.connect(application.port())) {
            RawClient.Head head =
                    client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").head();
            assertThat(head.status()).isEqualTo(403);
            assertThat(Errors.assertEnvelope(client.body(head)).get("code").asString())
                    .isEqualTo("host_not_allowed");
        }
    }

    @Test
    void whoIsLetInLetsInNobodyElse() {
        assertThat(status("qlite.example.org")).isEqualTo(200);
        assertThat(status("evil.example")).isEqualTo(403);
        assertThat(status("evil.example")).isEqualTo(403);
        assertThat(status("qlite.example.org")).isEqualTo(200);
    }

    /** Else the container's own address would be taken for it. */
    @Test
    void whoNamesNoHostIsNotLetIn() {
        try (RawClient client = RawClient.connect(application.port())) {
            assertThat(client.send("GET / HTTP/1.0\r\n\r\n").head().status()).isEqualTo(403);
        }
    }

    @Test
    void aHeaderForProxiesIsNoHost() {
        try (RawClient client = RawClient.connect(application.port())) {
            String forwarded = "X-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\n";
            assertThat(client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n" + forwarded + "\r\n")
                            .head()
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aRefusalComesBeforeTheBody() {
        try (RawClient client = RawClient.connect(application.port())) {
            client.send("POST /v1/chat/completions HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 1000\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(403);
        }
    }

    private int status(String host) {
        try (RawClient client = RawClient.connect(application.port())) {
            return client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .head()
                    .status();
        }
    }
}
