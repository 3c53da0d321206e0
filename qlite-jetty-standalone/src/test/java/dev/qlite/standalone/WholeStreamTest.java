package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WholeStreamTest {
    private static final String QUESTION =
            "{\"model\":\"mock-gpt\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    Path folder;

    /** No chunks, no second write for their end: nothing between the events and the container's own end of the answer flushes. */
    @Test
    void aStreamThatIsAllAtHandIsSentWithItsLength() throws Exception {
        try (RunningServer proxy = proxy()) {
            HttpResponse<String> first = ask(proxy);
            HttpResponse<String> again = ask(proxy);

            assertThat(again.headers().firstValue("X-Cache")).hasValue("HIT");
            assertThat(again.headers().firstValue("Transfer-Encoding")).isEmpty();
            assertThat(again.headers().firstValueAsLong("Content-Length"))
                    .hasValue(again.body().getBytes(StandardCharsets.UTF_8).length);
            assertThat(again.body()).isEqualTo(first.body()).endsWith("data: [DONE]\n\n");
        }
    }

    private RunningServer proxy() throws IOException {
        Path file = folder.resolve("stream.yaml");
        Files.writeString(file, "providers: {mock: {type: mock, models: ['mock-*']}}\n");
        ProxyCommand command = new ProxyCommand();
        new CommandLine(command).parseArgs("--config", file.toString(), "--port", "0");
        return command.start(Map.of());
    }

    private static HttpResponse<String> ask(RunningServer proxy) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(proxy.address() + "/v1/chat/completions"))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(QUESTION))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
