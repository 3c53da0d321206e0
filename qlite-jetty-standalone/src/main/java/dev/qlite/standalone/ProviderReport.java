package dev.qlite.standalone;

import dev.qlite.config.ConfiguredProvider;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderSettings.HeaderValue;
import dev.qlite.provider.Timeouts;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a provider is configured with: of what its type takes, all that somebody may have got wrong. Immutable. */
record ProviderReport(ConfiguredProvider provider) {
    /** Headers that hold credentials, also where these stand in the file itself. */
    private static final Pattern SENSITIVE =
            Pattern.compile("auth|key|token|secret|cookie|password|credential", Pattern.CASE_INSENSITIVE);

    Rows rows() {
        ProviderSettings settings = provider.settings();
        Rows rows = new Rows(15, 17);
        if (takes("base_url")) {
            URI baseUrl = settings.baseUrl();
            rows.add("base_url", baseUrl == null ? "the type's own" : baseUrl.toString());
        }
        rows.add("models", String.join(", ", provider.models()));
        if (takes("api_key")) {
            rows.add("api_key", key());
        }
        rows.add("headers", headers());
        rows.add("answer_headers", joined(settings.answerHeaders()));
        rows.add("proxy", told(settings.proxy()));
        rows.add("ca_file", told(settings.caFile()));
        if (!settings.includeUsage()) {
            rows.add("include_usage", "false");
        }
        if (settings.defaultMaxTokens() > 0) {
            rows.add("max_tokens", Integer.toString(settings.defaultMaxTokens()));
        }
        rows.add(
                "capabilities",
                settings.capabilities().entrySet().stream()
                        .map(row -> row.getKey() + ": " + row.getValue())
                        .toList());
        if (settings.refusesUnsupported()) {
            rows.add("unsupported", "refuse");
        }
        if (takes("latency")) {
            rows.add("latency", Words.of(settings.latency()));
        }
        if (takes("max_connections")) {
            rows.add("max_connections", Integer.toString(settings.maxConnections()));
        }
        return rows.add("timeouts", timeouts());
    }

    private boolean takes(String key) {
        return provider.type().settings().contains(key);
    }

    private String key() {
        ProviderSettings settings = provider.settings();
        if (settings.apiKey() == null && !settings.callersKey()) {
            return "none";
        }
        String whose = settings.callersKey() ? "each caller's own (auth: client)" : "***";
        boolean isUsual = settings.authHeader().equalsIgnoreCase("Authorization");
        return isUsual ? whose : whose + ", in " + settings.authHeader();
    }

    private static List<String> joined(Collection<String> values) {
        return values.isEmpty() ? List.of() : List.of(String.join(", ", values));
    }

    private static List<String> told(@Nullable Object value) {
        return value == null ? List.of() : List.of(value.toString());
    }

    private List<String> headers() {
        return provider.settings().headers().entrySet().stream()
                .map(header -> header.getKey() + ": " + shown(header.getKey(), header.getValue()))
                .sorted()
                .toList();
    }

    private static String shown(String name, HeaderValue value) {
        return value.isSecret() || SENSITIVE.matcher(name).find() ? "***" : value.value();
    }

    /** Those that differ from what holds where nothing is said. */
    private List<String> timeouts() {
        Timeouts timeouts = provider.settings().timeouts();
        List<String> different = new ArrayList<>();
        addDifferent("connect", timeouts.connect(), Timeouts.DEFAULT.connect(), different);
        addDifferent("first_byte", timeouts.firstByte(), Timeouts.DEFAULT.firstByte(), different);
        addDifferent("between_events", timeouts.betweenEvents(), Timeouts.DEFAULT.betweenEvents(), different);
        addDifferent("total", timeouts.total(), Timeouts.DEFAULT.total(), different);
        return !takes("timeouts") || different.isEmpty() ? List.of() : List.of(String.join(", ", different));
    }

    private static void addDifferent(String name, Duration time, Duration byDefault, List<String> different) {
        if (!time.equals(byDefault)) {
            different.add(name + " " + Words.of(time));
        }
    }
}
