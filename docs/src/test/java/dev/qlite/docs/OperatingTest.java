package dev.qlite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.config.ApiKey;
import dev.qlite.config.ConfiguredProvider;
import dev.qlite.config.QliteConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operator's page holds what it says. */
class OperatingTest {
    @Test
    void itsConfigurationCanBeUsedAsItIs() throws IOException {
        String page = Files.readString(Path.of("operating.md"));
        int begin = page.indexOf("```yaml\n") + 8;
        String yaml = page.substring(begin, page.indexOf("```", begin));
        Map<String, String> environment =
                Map.of("TEAM_A_KEY", "qk-a", "TEAM_B_KEY", "qk-b", "OPENAI_API_KEY", "sk-1", "GROQ_API_KEY", "sk-2");

        QliteConfig config = QliteConfig.read(yaml, "operating.md", environment);

        assertThat(config.server().access().apiKeys()).extracting(ApiKey::name).containsExactly("team-a", "team-b");
        assertThat(config.server().tls()).isNotNull();
        assertThat(config.providers()).extracting(ConfiguredProvider::name).containsExactly("openai", "groq", "local");
    }
}
