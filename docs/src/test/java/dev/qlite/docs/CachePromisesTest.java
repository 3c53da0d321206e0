package dev.qlite.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each promise of docs/cache.md is proved by a test that there is. */
class CachePromisesTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern PROOF = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

    @Test
    void everyProofIsATest() throws IOException {
        List<MatchResult> proofs = PROOF.matcher(Files.readString(PROJECT.resolve("docs/cache.md")))
                .results()
                .toList();

        assertThat(proofs).hasSizeGreaterThan(10);
        for (MatchResult proof : proofs) {
            assertThat(source(proof.group(1))).as(proof.group()).contains("void " + proof.group(2) + "(");
        }
    }

    /** All that a test of this name says: it may have a namesake in another module. */
    private static String source(String test) throws IOException {
        StringBuilder source = new StringBuilder();
        for (String module : List.of("qlite-core", "qlite-servlet", "qlite-jetty-standalone")) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(module).resolve("src/test"))) {
                for (Path file :
                        files.filter(each -> each.endsWith(test + ".java")).toList()) {
                    source.append(Files.readString(file));
                }
            }
        }
        return source.toString();
    }
}
