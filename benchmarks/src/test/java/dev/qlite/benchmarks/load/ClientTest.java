package dev.qlite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClientTest {
    @Test
    void aSubjectSaysWhatItsClientMustKnow() {
        Client client = Client.parse("path=/v1/x\nmodel=a=b\nheader=A: 1\nheader=B: 2\ncaches=true\n", 80);
        assertThat(client.plain().address()).hasToString("http://127.0.0.1:80/v1/x");
        assertThat(client.plain().model()).isEqualTo("a=b");
        assertThat(client.plain().headers()).containsExactly("A: 1", "B: 2");
        assertThat(client.secure()).isNull();
        assertThat(client.caches()).isTrue();
    }

    @Test
    void aLineThatNobodyKnowsIsAnError() {
        assertThatThrownBy(() -> Client.parse("path=/\nmodle=bench\n", 80)).hasMessageContaining("modle=bench");
        assertThatThrownBy(() -> Client.parse("path=/\n", 80)).hasMessageContaining("model");
    }
}
