package dev.qlite.servlet.conformance;

import dev.qlite.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of Google's Gemini API, which refuses every member that it does not know. */
final class GoogleRules extends NativeRules {
    private static final Set<String> TOP = Set.of(
            "contents",
            "systemInstruction",
            "tools",
            "toolConfig",
            "generationConfig",
            "safetySettings",
            "cachedContent",
            "serviceTier");
    private static final Set<String> GENERATION = Set.of(
            "maxOutputTokens",
            "temperature",
            "topP",
            "topK",
            "stopSequences",
            "candidateCount",
            "seed",
            "presencePenalty",
            "frequencyPenalty",
            "responseLogprobs",
            "logprobs",
            "responseMimeType",
            "responseJsonSchema",
            "responseModalities",
            "thinkingConfig");
    private static final Set<String> PART = Set.of(
            "text",
            "thought",
            "thoughtSignature",
            "inlineData",
            "fileData",
            "functionCall",
            "functionResponse",
            "executableCode",
            "codeExecutionResult");

    private final Json request;

    GoogleRules(Json request) {
        this.request = request;
        only(request, "", TOP);
        contents();
        tools();
        generation();
    }

    private void contents() {
        Json contents = request.get("contents");
        check(contents.size() > 0, "contents", "is empty");
        check(contents.get(0).get("role").textEquals("user"), "contents", "does not begin with the user");
        List<String> open = List.of();
        for (int i = 0; i < contents.size(); i++) {
            Json content = contents.get(i);
            String path = "contents[" + i + "]";
            only(content, path, Set.of("role", "parts"));
            String role = text(content.get("role"));
            check(role.equals("user") || role.equals("model"), path, "role " + role);
            check(content.get("parts").size() > 0, path, "has no parts");
            List<String> calls = new ArrayList<>(role.equals("model") ? open : List.of());
            List<String> results = new ArrayList<>();
            for (Json part : content.get("parts").elements()) {
                part(part, path);
                if (part.get("functionCall").isObject()) {
                    check(role.equals("model"), path, "a call that is the user's");
                    calls.add(text(part.get("functionCall").get("name")));
                }
                if (part.get("functionResponse").isObject()) {
                    results.add(text(part.get("functionResponse").get("name")));
                }
            }
            check(role.equals("model") || results.equals(open), path, "results " + results + " of the calls " + open);
            open = calls;
        }
        check(open.isEmpty(), "contents", "calls without a result: " + open);
        for (Json part : request.get("systemInstruction").get("parts").elements()) {
            check(!text(part.get("text")).isEmpty(), "systemInstruction", "has an empty text");
        }
    }

    private void part(Json part, String path) {
        only(part, path, PART);
        Json data = part.get("inlineData");
        if (data.isObject()) {
            only(data, path + ".inlineData", Set.of("mimeType", "data"));
            check(text(data.get("mimeType")).matches("[a-z]+/[a-z0-9.+-]+"), path, "no media type");
            base64(data.get("data"), path);
        }
        Json file = part.get("fileData");
        if (file.isObject()) {
            only(file, path + ".fileData", Set.of("mimeType", "fileUri"));
            check(text(file.get("fileUri")).contains("://"), path, "no URI");
        }
        Json call = part.get("functionCall");
        if (call.isObject()) {
            only(call, path + ".functionCall", Set.of("id", "name", "args"));
            check(call.get("args").isObject(), path, "a call whose args are no object");
        }
        Json result = part.get("functionResponse");
        if (result.isObject()) {
            only(result, path + ".functionResponse", Set.of("id", "name", "response", "parts"));
            check(result.get("response").isObject(), path, "a result that is no object");
        }
    }

    private void tools() {
        Set<String> names = new HashSet<>();
        for (Json tool : request.get("tools").elements()) {
            only(tool, "tools", Set.of("functionDeclarations", "googleSearch", "codeExecution", "urlContext"));
            for (Json function : tool.get("functionDeclarations").elements()) {
                String name = text(function.get("name"));
                only(
                        function,
                        "tools." + name,
                        Set.of("name", "description", "parameters", "parametersJsonSchema", "parameters_json_schema"));
                check(name.matches("[A-Za-z_][A-Za-z0-9_.:-]{0,127}"), "tools", "a name that is refused: " + name);
                check(names.add(name), "tools", "two of one name: " + name);
            }
        }
        Json config = request.get("toolConfig").get("functionCallingConfig");
        if (config.isObject()) {
            only(config, "toolConfig", Set.of("mode", "allowedFunctionNames"));
            String mode = text(config.get("mode"));
            check(Set.of("AUTO", "ANY", "NONE", "VALIDATED").contains(mode), "toolConfig", mode);
            Json allowed = config.get("allowedFunctionNames");
            check(
                    allowed.isMissing() || mode.equals("ANY") || mode.equals("VALIDATED"),
                    "toolConfig",
                    "names beside " + mode);
            for (Json name : allowed.elements()) {
                check(names.contains(text(name)), "toolConfig", "names no tool: " + name);
            }
        }
    }

    private void generation() {
        Json config = request.get("generationConfig");
        only(config, "generationConfig", GENERATION);
        Json thinking = config.get("thinkingConfig");
        check(
                thinking.get("thinkingLevel").isMissing()
                        || thinking.get("thinkingBudget").isMissing(),
                "thinkingConfig",
                "a level beside a budget");
        check(
                config.get("responseJsonSchema").isMissing()
                        || config.get("responseMimeType").textEquals("application/json"),
                "responseJsonSchema",
                "without its media type");
    }
}
