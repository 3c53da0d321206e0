import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a real provider through the proxy: plain, streamed, a tool call, and again from the cache. One file, no
 * dependencies; it costs a fraction of a cent.
 *
 * <pre>
 *   OPENAI_API_KEY=… java examples/loadtest/RealTest.java        (or ANTHROPIC_API_KEY, GEMINI_API_KEY)
 *
 *   QLITE_TEST_PROVIDER   openai, anthropic or google: which, where several keys are set
 *   QLITE_TEST_MODEL      another model than its usual one
 *   QLITE_TEST_BASE_URL   another server that speaks its API
 * </pre>
 *
 * It starts {@code ./qlite proxy} and stops it again. Exit code 0: all is well; 1: something is not; 2: no key is set.
 */
public final class RealTest {
    private static final Map<String, String> KEYS =
            Map.of("openai", "OPENAI_API_KEY", "anthropic", "ANTHROPIC_API_KEY", "google", "GEMINI_API_KEY");
    private static final Map<String, String> MODELS =
            Map.of("openai", "gpt-4o-mini", "anthropic", "claude-haiku-4-5", "google", "gemini-2.5-flash");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String TOOL =
            """
            "tools":[{"type":"function","function":{"name":"weather","description":"The weather of a city.",
            "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]""";

    private final HttpClient client = HttpClient.newHttpClient();
    private final String proxy;
    private final String model;
    private int failures;

    private RealTest(String proxy, String model) {
        this.proxy = proxy;
        this.model = model;
    }

    public static void main(String[] args) throws Exception {
        String provider = provider();
        if (provider == null) {
            System.err.println("""
                    no key is set: nothing was asked. Set one of OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY,
                    and where several are set QLITE_TEST_PROVIDER to openai, anthropic or google.""");
            System.exit(2);
        }
        Path root = root();
        int port = freePort();
        Path config = Files.createTempFile("qlite-real-test", ".yaml");
        Process proxy = null;
        int failures = 1;
        try {
            Files.writeString(config, config(provider, port));
            proxy = new ProcessBuilder(root.resolve("qlite").toString(), "proxy", "--config", config.toString())
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String model = environment("QLITE_TEST_MODEL", MODELS.get(provider));
            System.out.println(provider + ", " + model);
            RealTest test = new RealTest("http://127.0.0.1:" + port, model);
            test.awaitProxy(proxy);
            failures = test.run();
        } finally {
            if (proxy != null) {
                proxy.destroy();
                proxy.waitFor();
            }
            Files.delete(config);
        }
        System.out.println(failures == 0 ? "all is well" : failures + " of the checks failed");
        System.exit(failures == 0 ? 0 : 1);
    }

    private int run() throws Exception {
        String nonce = Long.toString(System.nanoTime(), 36); // so that nothing is in anybody's cache
        String plain = ask("Reply with the one word pong. (" + nonce + ")", "");

        HttpResponse<String> first = post(plain);
        check("plain", first, text(first.body()) != null, "an answer with a text");
        check("plain", first, cache(first).equals("MISS"), "X-Cache: MISS");
        check("plain", first, first.body().contains("\"total_tokens\""), "a usage");

        HttpResponse<String> again = post(plain);
        check("from the cache", again, cache(again).equals("HIT"), "X-Cache: HIT");
        check("from the cache", again, again.body().equals(first.body()), "the same answer");

        HttpResponse<String> replayed = post(plain.replaceFirst("\\{", "{\"stream\":true,"));
        check("from the cache, streamed", replayed, cache(replayed).equals("HIT"), "X-Cache: HIT");
        check("from the cache, streamed", replayed, replayed.body().endsWith("data: [DONE]\n\n"), "[DONE]");

        HttpResponse<String> streamed = post(ask("Count from one to five. (" + nonce + ")", "\"stream\":true,"));
        check("streamed", streamed, streamed.body().endsWith("data: [DONE]\n\n"), "[DONE]");
        check("streamed", streamed, streamed.body().contains("\"content\":\""), "a text");
        check("streamed", streamed, cache(streamed).equals("MISS"), "X-Cache: MISS");

        String question = "What is the weather in Paris? Use the tool. (" + nonce + ")";
        HttpResponse<String> call = post(ask(question, TOOL + ",\"tool_choice\":\"required\","));
        check("tool call", call, call.body().contains("\"tool_calls\""), "tool_calls");
        check("tool call", call, call.body().contains("\"weather\""), "the tool's name");
        check("tool call", call, call.body().toLowerCase(Locale.ROOT).contains("paris"), "the argument");

        HttpResponse<String> unknown = post("{\"model\":\"no-such-model\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}");
        checkStatus("unknown model", unknown, 404);
        return failures;
    }

    private String ask(String question, String members) {
        return "{" + members + "\"model\":\"" + model + "\",\"max_tokens\":1000,\"messages\":[{\"role\":\"user\",\"content\":\""
                + question + "\"}]}";
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(proxy + "/v1/chat/completions"))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private void check(String what, HttpResponse<String> answer, boolean holds, String expected) {
        boolean isWell = holds && answer.statusCode() == 200;
        System.out.println((isWell ? "  ok    " : "  WRONG ") + what + ": " + expected);
        if (!isWell) {
            failures++;
            String body = answer.body();
            System.out.println("        got " + answer.statusCode() + " " + body.substring(0, Math.min(500, body.length())));
        }
    }

    private void checkStatus(String what, HttpResponse<String> answer, int status) {
        boolean isWell = answer.statusCode() == status;
        failures += isWell ? 0 : 1;
        System.out.println((isWell ? "  ok    " : "  WRONG ") + what + ": " + answer.statusCode());
    }

    /** The first text in an answer, or null. */
    private static String text(String body) {
        Matcher content = Pattern.compile("\"content\"\\s*:\\s*\"(.+?)\"").matcher(body);
        return content.find() ? content.group(1) : null;
    }

    private static String cache(HttpResponse<String> answer) {
        return answer.headers().firstValue("X-Cache").orElse("");
    }

    private void awaitProxy(Process process) throws Exception {
        HttpRequest health = HttpRequest.newBuilder(URI.create(proxy + "/health/live")).build();
        long end = System.nanoTime() + Duration.ofMinutes(5).toNanos(); // it may have to be built
        while (System.nanoTime() - end < 0) {
            if (!process.isAlive()) {
                throw new IOException("./qlite proxy ended with exit code " + process.exitValue());
            }
            try {
                if (client.send(health, BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                Thread.sleep(200); // it does not listen yet
            }
        }
        throw new IOException("./qlite proxy did not come up in five minutes");
    }

    private static String config(String provider, int port) {
        List<String> lines = new ArrayList<>();
        lines.add("server: {port: " + port + "}");
        lines.add("providers:");
        lines.add("  real:");
        lines.add("    type: " + provider);
        lines.add("    api_key: \"${" + KEYS.get(provider) + "}\"");
        lines.add("    models: [\"" + environment("QLITE_TEST_MODEL", MODELS.get(provider)) + "\"]");
        String baseUrl = environment("QLITE_TEST_BASE_URL", "");
        if (!baseUrl.isEmpty()) {
            lines.add("    base_url: \"" + baseUrl + "\"");
        }
        return String.join("\n", lines) + "\n";
    }

    /** The one that is asked for, else the first that has a key; null if there is none. */
    private static String provider() {
        String asked = environment("QLITE_TEST_PROVIDER", "");
        for (String provider : List.of("openai", "anthropic", "google")) {
            boolean isMeant = asked.isEmpty() || asked.equals(provider);
            if (isMeant && !environment(KEYS.get(provider), "").isEmpty()) {
                return provider;
            }
        }
        return null;
    }

    /** The project's root: here, or above. */
    private static Path root() throws IOException {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isExecutable(at.resolve("qlite")) && Files.exists(at.resolve("pom.xml"))) {
                return at;
            }
        }
        throw new IOException("no ./qlite here or above: run it within the project");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String environment(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? otherwise : value;
    }
}
