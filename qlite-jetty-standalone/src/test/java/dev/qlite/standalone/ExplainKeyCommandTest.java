package dev.qlite.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExplainKeyCommandTest {
    private static final String FIRST =
            "{\"model\":\"mock-gpt\",\"user\":\"u\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    @TempDir
    Path folder;

    @Test
    void aRequestIsExplained() throws IOException {
        String told = explain(file("a.json", FIRST)).text();

        assertThat(told.replaceFirst("[0-9a-f]{64}", "KEY")).isEqualTo("""
                  key        KEY
                  the cache  looked for, and stored if it is not there
                  answers    of caller anonymous
                  provider   mock
                  model      mock-gpt
                  in the key messages[0].content  "hi"
                             messages[0].role  "user"
                  left out   model, user
                """);
    }

    @Test
    void twoThatShareAnAnswerDo() throws IOException {
        ExplainKeyCommand.Said said = explain(
                file("a.json", FIRST),
                file("b.json", FIRST.replace("\"u\"", "\"v\"").replace(":", " : ")));

        assertThat(said.same()).isTrue();
        assertThat(said.text()).endsWith("  so         they share an answer\n");
    }

    @Test
    void ofTwoThatDoNotTheFirstDifferenceIsNamed() throws IOException {
        ExplainKeyCommand.Said said = explain(
                file("a.json", FIRST), file("b.json", FIRST.replace("hi", "ho").replace("\"u\"", "\"u\",\"n\":2")));

        assertThat(said.same()).isFalse();
        assertThat(said.text()).endsWith("""
                  differ     first at messages[0].content
                             first   "hi"
                             second  "ho"
                """);
    }

    @Test
    void whatIsWrongIsToldInWords() throws IOException {
        Path file = file("a.json", "{\"model\":\"mock-gpt\"}");

        assertThatThrownBy(() -> explain(file)).hasMessageStartingWith(file + ": messages: missing");
        assertThatThrownBy(() -> explain(file("b.json", "{"))).hasMessageContaining("b.json: no valid JSON");
        assertThatThrownBy(() -> explain(folder.resolve("none")))
                .hasMessage(folder.resolve("none") + ": there is no such file");
        assertThatThrownBy(() -> explain(file("c.json", FIRST.replace("mock-gpt", "gpt-4o"))))
                .hasMessageContaining("c.json: model: nobody serves 'gpt-4o'");
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static ExplainKeyCommand.Said explain(Path... files) {
        ExplainKeyCommand command = new ExplainKeyCommand();
        String[] words = Arrays.stream(files).map(Path::toString).toArray(String[]::new);
        new CommandLine(command).parseArgs(words);
        return command.explain(new ConfigOption().read(Map.of()));
    }
}
