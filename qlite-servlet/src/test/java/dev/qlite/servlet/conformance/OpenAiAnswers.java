package dev.qlite.servlet.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.qlite.servlet.conformance.Facts.Fact;
import java.util.Map;

/** Reads answers of OpenAI's format: of providers that speak it, and of qlite. */
final class OpenAiAnswers {
    private OpenAiAnswers() {}

    static Expected read(Exchange exchange) {
        if (!exchange.streamed()) {
            JsonNode document = exchange.document();
            return exchange.status() == 200 ? served(document) : failed(exchange.status(), document);
        }
        Folder folder = new Folder();
        for (JsonNode chunk : exchange.events()) {
            if (chunk.path("error").isObject()) {
                return failed(200, chunk);
            }
            folder.add(chunk);
        }
        return served(folder.document());
    }

    private static Expected served(JsonNode document) {
        return new Expected.Served(facts(document), document, isStorable(document));
    }

    private static Expected failed(int status, JsonNode document) {
        return new Expected.Failed(
                status, document.path("error").path("message").asText());
    }

    /** Whether every choice is finished, unfiltered, and asks for calls that can be made. */
    private static boolean isStorable(JsonNode document) {
        for (JsonNode choice : document.path("choices")) {
            String finish = Documents.text(choice.path("finish_reason"));
            if (finish.isEmpty() || finish.equals("content_filter") || finish.equals("error")) {
                return false;
            }
            for (JsonNode call : choice.path("message").path("tool_calls")) {
                JsonNode function = call.path("function");
                if (function.isObject() && !Documents.parses(Documents.text(function.path("arguments")))) {
                    return false;
                }
            }
        }
        return !document.path("choices").isEmpty();
    }

    /** What a document says. */
    static Map<String, Fact> facts(JsonNode document) {
        Facts facts = new Facts().id(Documents.text(document.path("id"))).model(Documents.text(document.path("model")));
        for (JsonNode choice : document.path("choices")) {
            addChoice(facts, choice);
        }
        addUsage(facts, document.path("usage"));
        return facts.build();
    }

    private static void addChoice(Facts facts, JsonNode choice) {
        int index = choice.path("index").asInt();
        JsonNode message = choice.path("message");
        JsonNode reasoning =
                message.path(message.path("reasoning_content").isTextual() ? "reasoning_content" : "reasoning");
        facts.choice(
                index,
                contentText(message.path("content")),
                Documents.text(reasoning),
                Documents.text(message.path("refusal")),
                Documents.text(choice.path("finish_reason")));
        for (JsonNode call : message.path("tool_calls")) {
            JsonNode function = call.path("function");
            facts.call(
                    index,
                    Documents.text(call.path("id")),
                    Documents.text(function.path("name")),
                    Documents.arguments(Documents.text(function.path("arguments"))));
        }
        for (JsonNode annotation : message.path("annotations")) {
            JsonNode cited = annotation.path("url_citation");
            if (cited.isObject()) {
                facts.citation(index, Documents.text(cited.path("url")), Documents.text(cited.path("title")));
            }
        }
        if (choice.path("logprobs").isObject()) {
            facts.logprobs(index, choice.path("logprobs"));
        }
    }

    /** A content's text, be it one or in parts. */
    private static String contentText(JsonNode content) {
        StringBuilder text = new StringBuilder(Documents.text(content));
        for (JsonNode part : content) {
            text.append(Documents.text(part.path("text")));
        }
        return text.toString();
    }

    /** An estimate is nothing that was said. */
    private static void addUsage(Facts facts, JsonNode told) {
        JsonNode usage = told.path("estimated").asBoolean() ? MissingNode.getInstance() : told;
        JsonNode prompt = usage.path("prompt_tokens_details");
        facts.tokens("prompt", usage.path("prompt_tokens").asLong())
                .tokens("completion", usage.path("completion_tokens").asLong())
                .tokens("total", usage.path("total_tokens").asLong())
                .tokens("cached", prompt.path("cached_tokens").asLong())
                .tokens(
                        "written to the cache",
                        prompt.path("cache_write_tokens").asLong())
                .tokens(
                        "reasoning",
                        usage.path("completion_tokens_details")
                                .path("reasoning_tokens")
                                .asLong());
    }
}
