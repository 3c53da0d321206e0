package dev.qlite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Code in a document is the code that the build compiles and runs. */
class QuotedCodeTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    @ParameterizedTest
    @CsvSource({"README.md, CachingClient, embed", "README.md, ServletApplication, servlet"})
    void theCodeInADocumentIsTheExamples(String document, String example, String region) throws IOException {
        String source =
                Files.readString(ROOT.resolve("examples/src/main/java/dev/qlite/examples/" + example + ".java"));
        String code = source.substring(
                source.indexOf("// [" + region + "]\n") + region.length() + 6, source.indexOf("// [/" + region + "]"));
        assertThat(Files.readString(ROOT.resolve(document)))
                .contains(code.stripTrailing().stripIndent());
    }
}
