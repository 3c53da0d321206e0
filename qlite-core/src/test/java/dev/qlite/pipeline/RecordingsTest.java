package dev.qlite.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import dev.qlite.json.ObjectBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rule of cutting and folding, on what real providers said. */
class RecordingsTest {
    @ParameterizedTest
    @ValueSource(strings = {"openai", "openai-compatible"})
    void whatIsCutAndFoldedIsTheSameDocument(String kind) {
        int compared = 0;
        for (Path exchange : Recordings.of(kind, "response.json")) {
            Json document = Recordings.json(exchange.resolve("response.json"));
            if (!document.get("error").isMissing()) {
                continue;
            }
            compared++;
            assertThat(Tree.of(Folds.fold(Folds.cut(document, true))))
                    .as(exchange.getFileName().toString())
                    .isEqualTo(Tree.of(asPromised(document)));
        }
        assertThat(compared).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "openai-compatible"})
    void aStreamFoldsToItsTextAndArguments(String kind) {
        int compared = 0;
        for (Path exchange : Recordings.of(kind, "response.sse")) {
            List<Json> chunks = chunks(new String(Recordings.bytes(exchange.resolve("response.sse")), UTF_8));
            Json document = Folds.fold(chunks);
            compared++;
            for (String field : List.of("content", "reasoning", "reasoning_content", "refusal")) {
                assertThat(texts(document, field))
                        .as("%s: %s", exchange.getFileName(), field)
                        .isEqualTo(joined(chunks, field));
            }
            assertThat(arguments(document))
                    .as(exchange.getFileName().toString())
                    .isEqualTo(joinedArguments(chunks));
        }
        assertThat(compared).isPositive();
    }

    /** Chunks that begin in as many spaces as none before them are all read in full. */
    @ParameterizedTest
    @ValueSource(strings = {"openai", "openai-compatible"})
    void aRepeatedChunkAddsWhatItWouldInFull(String kind) {
        for (Path exchange : Recordings.of(kind, "response.sse")) {
            List<Json> chunks = chunks(new String(Recordings.bytes(exchange.resolve("response.sse")), UTF_8));
            List<Json> inFull = new ArrayList<>();
            for (Json chunk : chunks) {
                inFull.add(Json.parse(" ".repeat(inFull.size()) + chunk));
            }
            assertThat(Folds.fold(chunks)).as(exchange.toString()).isEqualTo(Folds.fold(inFull));
        }
    }

    /** What a fold adds for strict clients, and the one thing that it leaves out: the place of a tool call. */
    private static Json asPromised(Json document) {
        List<Json> choices = new ArrayList<>();
        for (Json choice : document.get("choices").elements()) {
            ObjectBuilder message = choice.get("message").toBuilder();
            if (choice.get("message").get("content").isMissing()) {
                message.put("content", Json.NULL);
            }
            List<Json> calls = new ArrayList<>();
            for (Json call : choice.get("message").get("tool_calls").elements()) {
                calls.add(call.toBuilder().remove("index").build());
            }
            if (!calls.isEmpty()) {
                message.put("tool_calls", Json.array(calls));
            }
            ObjectBuilder promised = choice.toBuilder().put("message", message.build());
            if (choice.get("logprobs").isMissing()) {
                promised.put("logprobs", Json.NULL);
            }
            choices.add(promised.build());
        }
        return document.toBuilder().put("choices", Json.array(choices)).build();
    }

    private static List<Json> chunks(String sse) {
        List<Json> chunks = new ArrayList<>();
        for (String line : sse.lines().toList()) {
            if (line.startsWith("data: {")) {
                Json chunk = Json.parse(line.substring("data: ".length()));
                if (chunk.get("error").isMissing()) {
                    chunks.add(chunk);
                }
            }
        }
        return chunks;
    }

    private static Map<String, String> joined(List<Json> chunks, String field) {
        Map<String, String> joined = new TreeMap<>();
        for (Json chunk : chunks) {
            for (Json choice : chunk.get("choices").elements()) {
                Json piece = choice.get("delta").get(field);
                if (piece.isString()) {
                    joined.merge(choice.get("index").toString(), piece.asString(), String::concat);
                }
            }
        }
        return joined;
    }

    private static Map<String, String> texts(Json document, String field) {
        Map<String, String> texts = new TreeMap<>();
        for (Json choice : document.get("choices").elements()) {
            for (Member member : choice.get("message").members()) {
                if (member.nameEquals(field) && member.value().isString()) {
                    texts.put(choice.get("index").toString(), member.value().asString());
                }
            }
        }
        return texts;
    }

    private static List<String> joinedArguments(List<Json> chunks) {
        Map<Integer, String> byCall = new TreeMap<>();
        for (Json chunk : chunks) {
            for (Json call :
                    chunk.get("choices").get(0).get("delta").get("tool_calls").elements()) {
                Json piece = call.get("function").get("arguments");
                byCall.merge(call.get("index").asInt(), piece.isString() ? piece.asString() : "", String::concat);
            }
        }
        return new ArrayList<>(byCall.values());
    }

    private static List<String> arguments(Json document) {
        List<String> arguments = new ArrayList<>();
        for (Json call :
                document.get("choices").get(0).get("message").get("tool_calls").elements()) {
            arguments.add(call.get("function").get("arguments").asString());
        }
        return arguments;
    }
}
