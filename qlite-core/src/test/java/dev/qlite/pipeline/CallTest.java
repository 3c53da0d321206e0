package dev.qlite.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qlite.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTest {
    @Test
    void aCallDoesNotShowItsBody() {
        Call call = Calls.of("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"my secret\"}]}")
                .requestId("r1")
                .build();

        assertThat(call).hasToString("chat r1 of anonymous to ?");
    }

    @Test
    void whatIsChangedChangesAloneAndNotInThePlaceItCameFrom() {
        FakeProvider provider = new FakeProvider("fake");
        Lifetime lifetime = Lifetime.unbounded();
        Call call = Calls.plain()
                .requestId("r1")
                .caller(Caller.named("a"))
                .cacheControl(CacheControl.parse("no-cache"))
                .context("k", "v")
                .build();

        Call changed = call.withRoute(new Route(provider, "x"))
                .withBody(Json.parse("{\"model\":\"n\",\"stream\":true}"))
                .withLifetime(lifetime)
                .withContext("l", "w");

        assertThat(changed.requestId()).isEqualTo("r1");
        assertThat(changed.caller()).isEqualTo(Caller.named("a"));
        assertThat(changed.cacheControl().noCache()).isTrue();
        assertThat(changed.arrival()).isEqualTo(call.arrival());
        assertThat(changed.arrivalNanos()).isEqualTo(call.arrivalNanos());
        assertThat(changed.context("k")).isEqualTo("v");
        assertThat(changed.context("l")).isEqualTo("w");
        assertThat(changed.route()).hasToString("fake/x");
        assertThat(changed.stream()).isTrue();
        assertThat(changed.lifetime()).isSameAs(lifetime);
        assertThat(call.route()).isNull();
        assertThat(call.stream()).isFalse();
        assertThat(call.context("l")).isNull();
    }

    @Test
    void aCredentialIsForAProviderThatTakesOneAndNoOther() {
        Secret credential = Secret.of("sk-canary");
        Call call = Calls.plain().credential(credential).build();
        Call taken = call.withRoute(new Route(new FakeProvider("a").takingCredentials(), "m"));

        assertThat(call.credential()).isNull();
        assertThat(taken.credential()).isEqualTo(credential);
        assertThat(taken.withBody(call.body()).credential()).isEqualTo(credential);
        assertThat(taken.withRoute(new Route(new FakeProvider("b"), "m")).credential())
                .isNull();
        assertThat(taken + " " + credential + " " + Receipt.of(taken)).doesNotContain("canary");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sk-canary\r\nX: y", "sk canary", "sk-canarü"})
    void aCredentialThatNoHeaderCarriesIsRefusedWithoutShowingIt(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Calls.plain().credential(Secret.of(key)))
                .withMessageContaining("credential: no header can carry it")
                .withMessageNotContaining("canar");
    }

    @Test
    void aKeysHashIsNotTheKeyAndKeepsCallersApart() {
        Caller caller = Caller.ofKey("sk-secret-key");

        assertThat(caller.id()).startsWith("key-").doesNotContain("secret");
        assertThat(caller).isEqualTo(Caller.ofKey("sk-secret-key")).isNotEqualTo(Caller.ofKey("sk-secret-kez"));
    }
}
