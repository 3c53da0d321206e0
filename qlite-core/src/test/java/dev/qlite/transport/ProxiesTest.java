package dev.qlite.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "https_proxy=http://p:3128                 | https://a.example/ | http://p:3128",
                "HTTPS_PROXY=http://p:3128                 | https://a.example/ | http://p:3128",
                "HTTPS_PROXY=http://q:1 https_proxy=http://p:3128 | https://a.example/ | http://p:3128",
                "https_proxy=http://p:3128                 | http://a.example/  | none",
                "http_proxy=http://p:3128                  | http://a.example/  | http://p:3128",
                "HTTP_PROXY=http://p:3128                  | http://a.example/  | none",
                "all_proxy=http://p:3128                   | http://a.example/  | http://p:3128",
                "ALL_PROXY=p:3128                          | https://a.example/ | http://p:3128",
                "ALL_PROXY=http://p/                       | https://a.example/ | http://p:1080",
                "ALL_PROXY=http://q:1 https_proxy=p:3128   | https://a.example/ | http://p:3128",
                "https_proxy=                              | https://a.example/ | none",
                "ALL_PROXY=p:3128                          | http://localhost:1/ | none",
                "ALL_PROXY=p:3128                          | http://127.0.0.2/   | none",
                "ALL_PROXY=p:3128                          | http://[::1]:5/     | none",
                "ALL_PROXY=p:3128 no_proxy=*               | http://a.example/   | none",
                "ALL_PROXY=p:3128 NO_PROXY=b.example,a.example | http://A.example/ | none",
                "ALL_PROXY=p:3128 no_proxy=.example        | http://a.example/   | none",
                "ALL_PROXY=p:3128 no_proxy=example         | http://a.example/   | none",
                "ALL_PROXY=p:3128 no_proxy=ample           | http://a.example/   | http://p:3128",
                "ALL_PROXY=p:3128 no_proxy=10.0.0.0/8      | http://10.9.8.7/    | none",
                "ALL_PROXY=p:3128 no_proxy=10.0.0.0/8      | http://11.9.8.7/    | http://p:3128",
                "ALL_PROXY=p:3128 no_proxy=10.9.8.7        | http://10.9.8.7/    | none",
                "ALL_PROXY=p:3128 no_proxy=10.9.8.7/33     | http://10.9.8.7/    | http://p:3128",
                "ALL_PROXY=p:3128 no_proxy=fd00::/8        | http://[fe01::1]/   | http://p:3128",
                "ALL_PROXY=p:3128 no_proxy=fd00::/8        | http://[fd01::1]/   | none",
            })
    void theEnvironmentIsReadAsCurlReadsIt(String variables, String uri, String proxy) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables.strip().split(" ", -1)) {
            environment.put(
                    variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1));
        }

        HttpProxy found = Proxies.ofSystem(environment).to(URI.create(uri));
        assertThat(found == null ? null : found.toString()).isEqualTo(proxy);
    }

    @ParameterizedTest
    @CsvSource({
        "https_proxy, socks5://p:1080",
        "all_proxy, https://p:3128",
        "http_proxy, http://sk-secret@",
        "HTTPS_PROXY, http://sk-secret:x@p:99999",
        "https_proxy, http://p:1/sk-secret"
    })
    void aVariableThatIsNoProxyIsNamed(String variable, String value) {
        assertThatThrownBy(() -> Proxies.ofSystem(Map.of(variable, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(variable + ": ")
                .message()
                .doesNotContain("sk-secret");
    }

    @Test
    void aLoginIsSentAndNotShown() {
        HttpProxy proxy = HttpProxy.of(URI.create("http://us%40er:p%3Aw@h:8080/"));

        assertThat(proxy.authorization()).isEqualTo("Basic dXNAZXI6cDp3");
        assertThat(proxy).hasToString("http://h:8080");
        assertThat(Proxies.through(proxy).wantLogin()).isTrue();
    }

    @Test
    void whatTheJvmSaysComesFirst() {
        System.setProperty("https.proxyHost", "jvm.example");
        System.setProperty("https.proxyPort", "8888");
        try {
            Proxies proxies = Proxies.ofSystem(Map.of("https_proxy", "http://p:3128"));
            assertThat(proxies.to(URI.create("https://a.example/"))).hasToString("http://jvm.example:8888");
            assertThat(proxies.to(URI.create("http://a.example/"))).isNull();
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
        }
    }
}
