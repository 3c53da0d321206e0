package dev.qlite.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.qlite.pipeline.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreadPathsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"responses", "completions", "moderations", "images/generations", "images/edits", "audio/speech"})
    void whatNeedsOnlyMoneyPassesWithPost(String path) {
        Operation operation = UnreadPaths.DEFAULT.operation(path);

        assertThat(operation).isEqualTo(new Operation(path, path));
        assertThat(UnreadPaths.DEFAULT.methods(Operation.unread(path))).containsExactly("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "files",
                "batches",
                "fine_tuning/jobs",
                "vector_stores",
                "assistants",
                "organization/users", // the owner's
                "",
                "images",
                "images/",
                "images//x",
                "images/.",
                "images/..",
                "images/../files",
                "audio/./speech",
                "images/%2e%2e/files",
                "images/a;x",
                "images/a%2Fb",
                "images\\files",
                "images/a b",
                "images/ä",
                "responses/",
                "responses/resp_1",
                "/responses",
                "Responses",
                "responsesx",
                "imagesx/y"
            })
    void nothingElseDoes(String path) {
        assertThat(UnreadPaths.DEFAULT.operation(path)).isNull();
    }

    @Test
    void whatIsAddedPassesWithAnyMethod() {
        UnreadPaths paths = UnreadPaths.adding(List.of("files", "batches/*"));

        assertThat(paths.operation("files")).isEqualTo(Operation.unread("files"));
        assertThat(paths.operation("files/file-1")).isNull();
        assertThat(paths.operation("batches")).isNull();
        assertThat(paths.operation("batches/b_1/cancel")).isEqualTo(Operation.unread("batches/b_1/cancel"));
        assertThat(paths.methods(Operation.unread("files"))).contains("GET", "POST", "DELETE");
        assertThat(paths.methods(Operation.unread("responses"))).containsExactly("POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "/*", "/files", "files/", "files*", "files/*/x", "../files", "files/..", "a b", "a;b"})
    void whatIsNoPathCannotBeAdded(String path) {
        assertThatThrownBy(() -> UnreadPaths.adding(List.of("files", path)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pass_through: '" + path + "' (expected: files, or files/*)");
    }
}
