package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.Qlite;
import dev.qlite.config.Access;
import dev.qlite.config.Load;
import dev.qlite.config.PassThrough;
import dev.qlite.config.QliteConfig;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExampleConfigTest {
    private static final Path EXAMPLES = Path.of("").toAbsolutePath().resolveSibling("examples/config");

    private static final Map<String, String> KEYS =
            Map.of("OPENAI_API_KEY", "sk-test", "TEAM_A_KEY", "k-test", "ANTHROPIC_API_KEY", "sk-ant");

    @ParameterizedTest
    @CsvSource({"config.yaml, fast, openai", "config.yaml, llama3, local", "config.mock.yaml, anything, upstream"})
    void anExampleCanBeUsedAsItIs(String file, String model, String provider) {
        QliteConfig config = QliteConfig.load(EXAMPLES.resolve(file), KEYS);
        try (Qlite qlite = config.toBuilder().build()) {
            assertThat(qlite.registry().resolve(model).provider().name()).isEqualTo(provider);
        }
    }

    @Test
    void theFullExampleSaysTheDefaults() {
        QliteConfig full = QliteConfig.load(EXAMPLES.resolve("config.yaml"), KEYS);
        QliteConfig none = QliteConfig.fromEnvironment(Map.of());
        assertThat(full.server()
                        .withAccess(Access.DEFAULT)
                        .withPassThrough(PassThrough.DEFAULT)
                        .withLoad(Load.DEFAULT))
                .isEqualTo(none.server());
    }
}
