package dev.qlite.config;

import dev.qlite.config.Place.Scalar;
import dev.qlite.json.Json;
import dev.qlite.provider.ProviderSettings.HeaderValue;
import dev.qlite.provider.ProviderType;
import dev.qlite.provider.ProviderTypes;
import dev.qlite.transport.Headers;
import dev.qlite.transport.HttpProxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types of values that only a provider has. */
final class ProviderValues {
    /** The name of a type that there is; looked up anew each time, for what there is depends on who asks. */
    static final ValueType<ProviderType> TYPE = new ValueType<>() {
        @Override
        public String expected() {
            return ProviderTypes.all().stream()
                    .map(ProviderType::name)
                    .distinct()
                    .collect(Collectors.joining(" or "));
        }

        @Override
        public Json schema() {
            return Schema.oneOf(ProviderTypes.all().stream()
                    .map(ProviderType::name)
                    .distinct()
                    .toList());
        }

        @Override
        public @Nullable ProviderType read(Place place) {
            return ValueType.text(expected(), schema(), ProviderValues::type).read(place);
        }
    };

    /** Headers by their names; a value that comes from the environment is a secret. */
    static final ValueType<Map<String, HeaderValue>> HEADERS = new ValueType<>() {
        @Override
        public String expected() {
            return "header names, and a text for each";
        }

        @Override
        public Json schema() {
            return Schema.map(HEADER.schema());
        }

        @Override
        public @Nullable Map<String, HeaderValue> read(Place place) {
            Map<String, Place> members = place.members(expected());
            if (members == null) {
                return null;
            }
            Map<String, HeaderValue> headers = new LinkedHashMap<>();
            members.forEach((name, member) -> {
                HeaderValue value = HEADER.read(member);
                if (!isHeader(name, "") || CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                    member.expected("not a header that can be set", "a name like X-Team, and none of the connection's");
                } else if (value != null) {
                    headers.put(name, value);
                }
            });
            return headers;
        }
    };

    /** Whose key it is asked with, where it is not qlite's own. */
    static final ValueType<String> AUTH = ValueType.secret(
            "client, or an api_key in its place",
            Schema.oneOf(List.of("client")),
            scalar -> scalar.text().equals("client") ? scalar.text() : null);

    /** The name of a header that can carry a key. */
    static final ValueType<String> AUTH_HEADER = ValueType.text(
            "a header's name like api-key, and none of the connection's or the content's",
            Schema.ANY_TEXT,
            scalar -> canCarryKey(scalar.text()) ? scalar.text() : null);

    static final ValueType<HttpProxy> PROXY = ValueType.text(
            "a URL like http://host:3128, or http://user:password@host:3128, without path",
            Schema.text("http://[^?#/\\s]+:[0-9]+/?"),
            ProviderValues::proxy);

    /** What models can do, by their pattern: values of the type's table of capabilities. */
    static final ValueType<Map<String, Map<String, Json>>> CAPABILITIES = ValueType.map(
            "models, and for each what it can do",
            ValueType.map(
                    "capabilities, and a value for each",
                    ValueType.text(
                            "true, false, a number or a word", Schema.ANY_TEXT, scalar -> value(scalar.text()))));

    /** What becomes of a field that a provider does not have. */
    enum Unsupported {
        DROP,
        REFUSE
    }

    private static final ValueType<HeaderValue> HEADER = ValueType.secret(
            "a header's value, on one line",
            Schema.ANY_TEXT,
            scalar -> isHeader("X", scalar.text()) ? new HeaderValue(scalar.text(), scalar.fromEnvironment()) : null);

    /** What belongs to the connection and its framing. */
    private static final Set<String> CONNECTION = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    /** What qlite itself says of each request. */
    private static final Set<String> CONTENT = Set.of("accept", "content-type", "user-agent");

    private ProviderValues() {}

    private static @Nullable HttpProxy proxy(Scalar scalar) {
        try {
            return HttpProxy.of(new URI(scalar.text()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable ProviderType type(Scalar scalar) {
        return ProviderTypes.all().stream()
                .filter(type -> type.name().equals(scalar.text()))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Json value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Json.of(text.equals("true"));
        }
        boolean isNumber = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return text.isBlank() ? null : isNumber ? Json.of(Integer.parseInt(text)) : Json.of(text);
    }

    private static boolean canCarryKey(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return isHeader(header, "") && !CONNECTION.contains(name) && !CONTENT.contains(name);
    }

    private static boolean isHeader(String name, String value) {
        try {
            return Headers.of(name, value).size() == 1;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
