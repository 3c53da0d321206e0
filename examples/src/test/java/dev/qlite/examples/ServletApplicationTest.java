package dev.qlite.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

class ServletApplicationTest {
    @Test
    void theApplicationServesOpenAisApiUnderItsOwnPath() throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler application = new ServletContextHandler("/app");
        application.addEventListener(new ServletApplication());
        server.setHandler(application);
        server.start();
        try {
            URI chat = server.getURI().resolve("/app/v1/chat/completions");
            HttpRequest request = HttpRequest.newBuilder(chat)
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(
                            "{\"model\":\"mock-gpt\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"))
                    .build();
            HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("X-Cache")).hasValue("MISS");
            assertThat(answer.body()).contains("This is the mock's answer to: Hi");
        } finally {
            server.stop();
        }
    }
}
