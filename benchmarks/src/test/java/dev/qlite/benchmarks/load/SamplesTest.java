package dev.qlite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void aSampleBelongsToTheNearestWhoCouldHaveDoneOtherwise() {
        assertThat(Owner.of(List.of(
                        "[qlite-1 tid=7]",
                        "org/eclipse/jetty/A.a_[j]",
                        "dev/qlite/json/Json.parse_[j]",
                        "java/util/Arrays.copyOf_[j]")))
                .isEqualTo("qlite json");
        assertThat(Owner.of(List.of(
                        "[qlite-1 tid=7]",
                        "dev/qlite/servlet/Visit.write_[j]",
                        "org/eclipse/jetty/A.a_[j]",
                        "writev",
                        "tcp_sendmsg_[k]")))
                .isEqualTo("Jetty");
        assertThat(Owner.of(List.of("[x tid=7]", "dev/qlite/Qlite.chat_[j]"))).isEqualTo("qlite core");
        assertThat(Owner.of(List.of("[C2 CompilerThread0 tid=7]", "start_thread", "dev/qlite/json/X.y_[j]")))
                .isEqualTo("JVM: compilers");
        assertThat(Owner.of(List.of("[x tid=7]", "start_thread"))).isEqualTo("other");
    }

    @Test
    void theSummaryGivesSharesAndTheKernelsPart() {
        Samples samples = new Samples();
        samples.add(List.of(
                "[a tid=1];dev/qlite/json/Json.parse_[j] 3",
                "[a tid=1];org/eclipse/jetty/A.a_[j];writev;tcp_sendmsg_[k] 1"));
        assertThat(samples.summary())
                .contains("4 samples, 25 % of them in the kernel")
                .containsPattern("qlite json +\\| +75\\.0 \\| +\\|")
                .containsPattern("Jetty +\\| +25\\.0 \\| +25\\.0 \\|")
                .contains("writev → kernel")
                .contains("dev/qlite/json/Json.parse ");
    }
}
