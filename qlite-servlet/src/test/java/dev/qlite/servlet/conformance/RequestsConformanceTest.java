package dev.qlite.servlet.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.provider.ProviderType;
import dev.qlite.provider.ProviderTypes;
import dev.qlite.testing.Answer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of real clients, to where they went and to the others: what arrives there is what the provider takes, and
 * nothing of it is lost but what is told.
 */
class RequestsConformanceTest {
    private static final String CLAUDES =
            "{\"id\":\"m\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}],"
                    + "\"stop_reason\":\"end_turn\"}";
    private static final String GEMINIS =
            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a\"}]},\"finishReason\":\"STOP\"}]}";

    private static final String OPENAIS =
            "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":["
                    + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"stop\"}]}";
    private static final String[] UNCACHED = {"Cache-Control", "no-store"};
    private static final Duration SOON = Duration.ofSeconds(20);

    /** What no model of the provider can do, as the reason of a refusal begins. */
    private static final List<String> REFUSED = List.of(
            "neither a function nor a custom tool",
            "no part that can be sent",
            "gives one answer only",
            "streams one answer only",
            "no file of Google's",
            "no file of a type that is taken",
            "the model cannot go on with a message of the assistant's");

    @Test
    void theRulesHoldForWhatTheProvidersTook() {
        assertThat(broken("anthropic", request -> new AnthropicRules(request).faults()))
                .isEmpty();
        assertThat(broken("google", request -> new GoogleRules(request).faults()))
                .isEmpty();
    }

    private static Map<String, List<String>> broken(String kind, Function<Json, List<String>> rules) {
        Map<String, List<String>> broken = new TreeMap<>();
        Exchanges.requests(kind).forEach((name, request) -> {
            List<String> faults = rules.apply(request);
            if (!faults.isEmpty()) {
                broken.put(name, faults);
            }
        });
        return broken;
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "openai-compatible"})
    void whereItIsSpokenARequestArrivesAsItCame(String kind) throws Exception {
        try (Gateway gateway = new Gateway(type("openai"), "/v1", "any")) {
            gateway.upstream.always(Answer.json(200, OPENAIS));
            for (Map.Entry<String, Json> each : Exchanges.requests(kind).entrySet()) {
                Json request = each.getValue();
                String model = "up/" + request.get("model").asString();
                HttpResponse<String> answer = gateway.post(
                        request.toBuilder().put("model", model).build().toString(), UNCACHED);
                assertThat(answer.statusCode())
                        .as(each.getKey() + ": " + answer.body())
                        .isEqualTo(200);

                String arrived = gateway.upstream.takeRequest(SOON).text();
                assertThat(arrived)
                        .as(each.getKey())
                        .isEqualTo(asItShould(request).toString());
            }
        }
    }

    /** The usage of a stream is always asked for. */
    private static Json asItShould(Json request) {
        Json options = request.get("stream_options");
        if (!request.get("stream").equals(Json.TRUE)
                || options.get("include_usage").equals(Json.TRUE)) {
            return request;
        }
        ObjectBuilder asked = options.isObject() ? options.toBuilder() : Json.object();
        return request.toBuilder()
                .put("stream_options", asked.put("include_usage", true).build())
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "openai, anthropic, claude-sonnet-4-5",
        "openai, anthropic, claude-opus-5-5",
        "openai, anthropic, claude-3-5-haiku-20241022",
        "openai, google, gemini-2.5-flash",
        "openai, google, gemini-3-flash-preview",
        "openai-compatible, anthropic, claude-sonnet-4-5",
        "openai-compatible, anthropic, claude-sonnet-4-6",
        "openai-compatible, anthropic, claude-opus-4-8",
        "openai-compatible, google, gemini-2.5-flash",
        "openai-compatible, google, gemini-4-argon"
    })
    void whereAnotherIsSpokenItIsValidAndWhole(String kind, String type, String model) throws Exception {
        Map<String, List<String>> wrong = new TreeMap<>();
        int refused = 0;
        Map<String, Json> requests = Exchanges.requests(kind);
        try (Gateway gateway = new Gateway(type(type), "", model)) {
            gateway.upstream.always(Answer.json(200, type.equals("anthropic") ? CLAUDES : GEMINIS));
            for (Map.Entry<String, Json> each : requests.entrySet()) {
                Json request = each.getValue().toBuilder().put("model", model).build();
                HttpResponse<String> answer = gateway.post(request.toString(), UNCACHED);
                if (answer.statusCode() == 400) {
                    refused++;
                    if (REFUSED.stream().noneMatch(answer.body()::contains)) {
                        wrong.put(each.getKey(), List.of(answer.body()));
                    }
                    continue;
                }
                assertThat(answer.statusCode())
                        .as(each.getKey() + answer.body())
                        .isEqualTo(200);
                Json sent = Json.parse(gateway.upstream.takeRequest(SOON).text());
                List<String> faults = new ArrayList<>(
                        type.equals("anthropic") ? new AnthropicRules(sent).faults() : new GoogleRules(sent).faults());
                faults.addAll(Losses.of(request, sent));
                if (!faults.isEmpty()) {
                    wrong.put(each.getKey(), faults);
                }
            }
        }
        System.out.printf("%s to %s: %d requests, %d refused in words%n", kind, model, requests.size(), refused);
        assertThat(wrong).isEmpty();
        assertThat(refused).isLessThan(requests.size() / 10);
    }

    private static ProviderType type(String name) {
        return ProviderTypes.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
