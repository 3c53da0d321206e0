package dev.qlite.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Recordings;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How near an estimate is, on what OpenAI's own models have reported. */
class EstimatesTest {
    private final TiktokenEstimator estimator = new TiktokenEstimator();

    /** One exchange with a model whose way of counting is public. */
    private record Exchange(String name, Json request, Json answer) {
        static Exchange of(Path folder) {
            return new Exchange(
                    folder.getFileName().toString(),
                    Recordings.json(folder.resolve("request.json")),
                    Recordings.json(folder.resolve("response.json")));
        }

        boolean isReported() {
            return answer.get("usage").isObject() && model().startsWith("gpt-4");
        }

        String model() {
            Json model = answer.get("model");
            return model.isString() ? model.asString() : "";
        }

        Usage usage() {
            return Objects.requireNonNull(Usage.in(answer));
        }

        boolean has(String field) {
            return !request.get(field).isMissing();
        }

        /** Whether all that is asked is text. */
        boolean asksInText() {
            for (Json message : request.get("messages").elements()) {
                for (Json part : message.get("content").elements()) {
                    if (!part.get("type").textEquals("text")) {
                        return false;
                    }
                }
            }
            return !has("tools") && !has("response_format") && !has("web_search_options");
        }
    }

    @Test
    void aPromptOfTextIsCountedToOneInAHundred() {
        List<Exchange> exchanges = exchanges().filter(Exchange::asksInText).toList();
        assertThat(exchanges).hasSizeGreaterThanOrEqualTo(7);
        for (Exchange exchange : exchanges) {
            long counted = estimator.promptTokens(ChatRequest.of(exchange.request()), exchange.model());
            assertThat(counted).as(exchange.name()).isCloseTo(exchange.usage().promptTokens(), withinPercentage(1));
        }
    }

    /** Whether a model marks the end of its answer, and whether that is charged, differs; so does what a call of a tool takes. */
    @Test
    void mostAnswersAreCountedToTheTokenOrTwo() {
        List<Exchange> exchanges =
                exchanges().filter(exchange -> !exchange.has("response_format")).toList();
        List<String> off = exchanges.stream()
                .filter(exchange -> Math.abs(estimator.completionTokens(exchange.answer(), exchange.model())
                                - exchange.usage().completionTokens())
                        > 2)
                .map(Exchange::name)
                .toList();
        assertThat(exchanges).hasSizeGreaterThanOrEqualTo(50);
        assertThat(off).hasSizeLessThanOrEqualTo(exchanges.size() / 8);
    }

    private static Stream<Exchange> exchanges() {
        return Recordings.of("openai", "response.json").stream()
                .map(Exchange::of)
                .filter(Exchange::isReported);
    }
}
