package dev.qlite.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.qlite.Qlite;
import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.InvalidRequestException;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Head;
import dev.qlite.pipeline.Reply;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import dev.qlite.provider.anthropic.AnthropicType;
import dev.qlite.provider.google.GoogleType;
import dev.qlite.testing.Answer;
import dev.qlite.testing.FakeUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page of the providers says of each field is what happens to it. */
class ProviderFieldsTest {
    private static final Path DOCS = Path.of("").toAbsolutePath();
    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->";
    private static final String TOOLS =
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}]";
    private static final String CLAUDES =
            "{\"id\":\"m\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}],"
                    + "\"stop_reason\":\"end_turn\"}";
    private static final String GEMINIS =
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}]}";

    /** Each field with a value that is not the default. */
    private static final List<String> FIELDS = List.of(
            "\"max_completion_tokens\":5",
            "\"temperature\":0.5",
            "\"top_p\":0.5",
            "\"n\":2",
            "\"stop\":[\"END\"]",
            "\"seed\":1",
            "\"presence_penalty\":0.5",
            "\"frequency_penalty\":0.5",
            "\"logit_bias\":{\"1\":2}",
            "\"logprobs\":true",
            TOOLS,
            TOOLS + ",\"tool_choice\":\"required\"",
            TOOLS + ",\"parallel_tool_calls\":false",
            "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"c\"}}]",
            "\"functions\":[{\"name\":\"f\"}]",
            "\"response_format\":{\"type\":\"json_object\"}",
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\"}}}",
            "\"reasoning_effort\":\"low\"",
            "\"reasoning_effort\":\"none\"",
            "\"verbosity\":\"low\"",
            "\"modalities\":[\"text\",\"audio\"]",
            "\"prediction\":{\"type\":\"content\",\"content\":\"a\"}",
            "\"web_search_options\":{}",
            "\"user\":\"u\"",
            "\"safety_identifier\":\"u\"",
            "\"metadata\":{\"a\":\"b\"}",
            "\"store\":true",
            "\"service_tier\":\"default\"",
            "\"service_tier\":\"flex\"",
            "\"prompt_cache_key\":\"k\"");

    @Test
    void thePageSaysWhatHappens() throws IOException {
        StringBuilder table = new StringBuilder("\n| field | Claude | Gemini |\n|---|---|---|\n");
        for (String field : FIELDS) {
            table.append("| `").append(shown(field)).append("` | ");
            table.append(both(new AnthropicType(), CLAUDES, field, "claude-opus-5-5", "claude-sonnet-4-5"));
            table.append(" | ");
            table.append(both(new GoogleType(), GEMINIS, field, "gemini-4-argon", "gemini-2.5-flash"));
            table.append(" |\n");
        }
        String page = Files.readString(DOCS.resolve("providers.md"));
        String fresh = page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table + "\n"
                + page.substring(page.indexOf(END));
        if (!page.equals(fresh)) {
            Files.writeString(Files.createDirectories(DOCS.resolve("target")).resolve("providers.md"), fresh);
            fail("docs/providers.md is not what happens: cp docs/target/providers.md docs/providers.md");
        }
    }

    @Test
    void thePagesTypesAreThoseThatThereAre() throws IOException {
        String page = Files.readString(DOCS.resolve("providers.md"));
        for (ProviderType type : List.of(new AnthropicType(), new GoogleType())) {
            assertThat(page)
                    .contains("| `" + type.name() + "` | `" + type.environment().get(0) + "`");
            type.models().forEach(model -> assertThat(page).contains("`" + model + "`"));
        }
    }

    private static String both(ProviderType type, String answer, String field, String newest, String older) {
        String ofNewest = happens(type, answer, field, newest);
        String ofOlder = happens(type, answer, field, older);
        return ofNewest.equals(ofOlder) ? ofNewest : newest + " " + ofNewest + ", " + older + " " + ofOlder;
    }

    private static String happens(ProviderType type, String answer, String field, String model) {
        try (FakeUpstream upstream = FakeUpstream.start();
                Qlite qlite = Qlite.builder()
                        .provider(
                                type.create(
                                        ProviderSettings.named("p")
                                                .baseUrl(upstream.uri(""))
                                                .build(),
                                        Limits.DEFAULT),
                                model)
                        .build()) {
            upstream.always(Answer.json(200, answer));
            Json body = Json.parse(
                    "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]," + field + "}");
            try (Reply reply = qlite.handle(Call.chat(ChatRequest.of(body)).build())) {
                return reply.head().headers().containsKey(Head.DROPPED) ? "dropped" : "taken";
            } catch (CallFailedException e) {
                assertThat(e.failure()).isInstanceOf(InvalidRequestException.class);
                return "refused";
            }
        }
    }

    /** The field that is meant: the last one, and of a type its word. */
    private static String shown(String field) {
        if (field.startsWith(TOOLS + ",")) {
            return shown(field.substring(TOOLS.length() + 1));
        }
        Matcher parts = Pattern.compile("\"(\\w+)\":(.*)", Pattern.DOTALL).matcher(field);
        assertThat(parts.matches()).isTrue();
        String value = parts.group(2);
        Matcher type = Pattern.compile("\"type\":\"(\\w+)\"").matcher(value);
        if (type.find()) {
            return parts.group(1) + ": " + type.group(1);
        }
        return value.startsWith("{") || value.startsWith("[{")
                ? parts.group(1)
                : parts.group(1) + ": " + value.replace("\"", "");
    }
}
