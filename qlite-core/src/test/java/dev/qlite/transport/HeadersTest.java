package dev.qlite.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeadersTest {
    private static final URI SOMEWHERE = URI.create("http://localhost:1/v1?key=sk-secret");

    @Test
    void aNameIsFoundInAnySpelling() {
        Headers headers = Headers.of("Set-Cookie", "a", "X-Other", "b", "set-cookie", "c");

        assertThat(headers.first("SET-COOKIE")).isEqualTo("a");
        assertThat(headers.all("Set-Cookie")).containsExactly("a", "c");
        assertThat(headers.names()).containsExactly("set-cookie", "x-other");
        assertThat(headers.size()).isEqualTo(3);
        assertThat(headers.first("absent")).isNull();
    }

    @Test
    void setReplacesEverySpelling() {
        Headers headers = Headers.of("accept", "a", "B", "b", "ACCEPT", "c").toBuilder()
                .set("Accept", "d")
                .build();

        assertThat(headers).isEqualTo(Headers.of("B", "b", "Accept", "d"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-secret\r\nX: y", "sk-secret\n", "sk-secret\0", "sk-secret\u007f", "sk-secret\u20ac"})
    void aForbiddenValueIsRefusedByNameAndNotShown(String value) {
        assertThatThrownBy(() -> Headers.of("Authorization", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Authorization")
                .message()
                .doesNotContain("sk-secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\r\nb", "ä"})
    void aNameThatIsNoTokenIsRefused(String name) {
        assertThatThrownBy(() -> Headers.of(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noValueIsPrinted() {
        Headers headers = Headers.of("Authorization", "Bearer sk-secret", "Accept", "text/plain");

        assertThat(headers).hasToString("[authorization, accept]");
        assertThat(TransportRequest.post(SOMEWHERE, headers, new byte[3]))
                .hasToString("POST http://localhost:1/v1, headers: [authorization, accept], body: 3 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "content-length", "transfer-encoding", "connection", "upgrade", "expect"})
    void aHeaderOfTheTransportIsRefused(String name) {
        assertThatThrownBy(() -> TransportRequest.get(SOMEWHERE, Headers.of(name, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("header", "transport");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "ftp://host/", "http:///v1", "http://user:sk-secret@host/"})
    void aUriThatLeadsNowhereIsRefusedAndNotShown(String uri) {
        assertThatThrownBy(() -> TransportRequest.get(URI.create(uri), Headers.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("uri")
                .message()
                .doesNotContain("sk-secret");
    }
}
