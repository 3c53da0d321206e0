package dev.qlite.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Calls;
import dev.qlite.pipeline.Recordings;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every field of OpenAI's chat completions changes the key, or is one of those that cannot change the answer. */
class CacheKeyFieldsTest {
    /** Those of the body itself that do not count. */
    private static final Set<String> OUT = Set.of(
            "model",
            "stream",
            "stream_options",
            "service_tier",
            "store",
            "metadata",
            "user",
            "safety_identifier",
            "prompt_cache_key",
            "prompt_cache_retention",
            "prompt_cache_options");

    private static final String BODY = """
            {"model": "m", "messages": [
              {"role": "developer", "content": "be brief", "name": "d"},
              {"role": "user", "name": "u", "content": [
                {"type": "text", "text": "what is it"},
                {"type": "image_url", "image_url": {"url": "data:,a", "detail": "low"}},
                {"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}},
                {"type": "file", "file": {"filename": "a.pdf", "file_data": "AA==", "file_id": "f1"}}]},
              {"role": "assistant", "content": null, "refusal": "no", "audio": {"id": "au1"},
               "function_call": {"name": "f", "arguments": "{}"},
               "tool_calls": [
                 {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{\\"a\\":1}"}},
                 {"id": "c2", "type": "custom", "custom": {"name": "g", "input": "x"}}]},
              {"role": "tool", "tool_call_id": "c1", "content": "42"}],
             "temperature": 0.7, "top_p": 0.9, "n": 2, "max_completion_tokens": 10, "max_tokens": 11, "stop": ["a", "b"],
             "frequency_penalty": 0.1, "presence_penalty": 0.2, "logit_bias": {"50256": -100}, "seed": 7,
             "logprobs": true, "top_logprobs": 3,
             "tools": [
               {"type": "function", "function": {"name": "f", "description": "d", "strict": true,
                 "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}}},
               {"type": "custom", "custom": {"name": "g", "description": "d",
                 "format": {"type": "grammar", "grammar": {"syntax": "lark", "definition": "start: a"}}}}],
             "tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "auto",
               "tools": [{"type": "function", "function": {"name": "f"}}]}},
             "parallel_tool_calls": false,
             "functions": [{"name": "f", "description": "d", "parameters": {}}], "function_call": {"name": "f"},
             "response_format": {"type": "json_schema", "json_schema": {"name": "s", "strict": true, "description": "d",
               "schema": {"type": "object"}}},
             "reasoning_effort": "low", "verbosity": "low", "modalities": ["text", "audio"],
             "audio": {"voice": "alloy", "format": "wav"}, "prediction": {"type": "content", "content": "p"},
             "web_search_options": {"search_context_size": "low",
               "user_location": {"type": "approximate", "approximate": {"country": "AT", "city": "Graz", "region": "St",
                 "timezone": "Europe/Vienna"}}},
             "moderation": {"model": "omni", "policy": "p"},
             "stream": true, "stream_options": {"include_usage": true, "include_obfuscation": false}, "service_tier": "auto",
             "store": true, "metadata": {"a": "b"}, "user": "u", "safety_identifier": "s", "prompt_cache_key": "k",
             "prompt_cache_retention": "24h", "prompt_cache_options": {"ttl": "30m", "mode": "explicit"}}""";

    private static final CacheKey KEY = key(BODY);

    /** Each value of the body changed alone, whatever it is and wherever it stands. */
    @Test
    void everyValueCountsUnlessItsFieldIsOut() {
        Matcher values = Pattern.compile(
                        "(?<=[:\\[,] )(\"(?:[^\"\\\\]|\\\\.)*\"|-?[0-9.]+|true|false|null)(?=[,}\\]])|(?<=\\[)(\"[^\"]*\")(?=[,\\]])")
                .matcher(BODY);
        int seen = 0;
        while (values.find()) {
            String changed = BODY.substring(0, values.start()) + "\"another\"" + BODY.substring(values.end());
            String top = top(changed);
            assertThat(key(changed).equals(KEY))
                    .as("%s in %s", values.group(), top)
                    .isEqualTo(OUT.contains(top));
            seen++;
        }
        assertThat(seen).isGreaterThan(90);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            tool_choice | "none"      | "auto"
            tool_choice | "required"  | {"type":"function","function":{"name":"f"}}
            stop        | "a"         | ["a"]
            stop        | ["a","b"]   | ["b","a"]
            modalities  | ["text"]    | ["text","audio"]
            prediction  | {"type":"content","content":"a"} | {"type":"content","content":[{"type":"text","text":"a"}]}
            response_format | {"type":"text"} | {"type":"json_object"}
            """)
    void formsOfAFieldAreToldApart(String field, String one, String other) {
        CacheKey a = key("{\"" + field + "\":" + one + "}");

        assertThat(a).isNotEqualTo(key("{\"" + field + "\":" + other + "}")).isNotEqualTo(key("{}"));
    }

    /** The fields that the notes on OpenAI's API list are all in the body above. */
    @Test
    void noFieldOfTheApiIsForgotten() {
        Set<String> listed = new LinkedHashSet<>();
        boolean within = false;
        for (String line : Recordings.text("facts.md").split("\n", -1)) {
            if (line.startsWith("### ")) {
                within = line.startsWith("### A2.");
            }
            if (within && line.startsWith("| ") && !line.startsWith("| field ")) {
                for (String name : line.substring(2, line.indexOf(" | ", 1))
                        .replace("†", "")
                        .split(",", -1)) {
                    listed.add(name.strip());
                }
            }
        }

        assertThat(listed).hasSizeGreaterThan(30);
        Json body = Json.parse(BODY);
        assertThat(listed)
                .allSatisfy(
                        name -> assertThat(body.get(name).isMissing()).as(name).isFalse());
    }

    /** The body's own member in which another body first differs. */
    private static String top(String changed) {
        Json one = Json.parse(BODY);
        Json other = Json.parse(changed);
        for (Member member : one.members()) {
            if (!member.value().equals(other.get(member.name()))) {
                return member.name();
            }
        }
        throw new AssertionError("nothing differs: " + changed);
    }

    /** Built past the checks of a request, which are another test's. */
    private static CacheKey key(String body) {
        Call call = Calls.routed(Calls.plain());
        return CacheKey.of(call.withBody(Json.parse(body)));
    }
}
