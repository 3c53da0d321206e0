package dev.qlite.servlet.conformance;

import dev.qlite.json.Json;
import dev.qlite.json.Member;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The rules of Anthropic's Messages API as its documentation, its client and recorded refusals have them. */
final class AnthropicRules extends NativeRules {
    private static final Set<String> TOP = Set.of(
            "model",
            "max_tokens",
            "messages",
            "system",
            "tools",
            "tool_choice",
            "stream",
            "temperature",
            "top_p",
            "top_k",
            "stop_sequences",
            "metadata",
            "service_tier",
            "thinking",
            "output_config",
            "cache_control",
            "container",
            "context_management",
            "mcp_servers");
    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final Set<String> SCHEMA_IN_WORDS_ONLY = Set.of(
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "pattern",
            "minItems",
            "maxItems",
            "uniqueItems",
            "not",
            "oneOf");

    private final Json request;
    private final String model;

    AnthropicRules(Json request) {
        this.request = request;
        this.model = text(request.get("model"));
        top();
        messages();
        tools();
        thinking();
        sampling();
    }

    private void top() {
        only(request, "", TOP);
        check(!model.isEmpty(), "model", "is missing");
        check(
                request.get("max_tokens").isNumber()
                        && request.get("max_tokens").asInt() > 0,
                "max_tokens",
                "is no positive number");
        for (Json block : request.get("system").elements()) {
            only(block, "system", Set.of("type", "text", "cache_control"));
            check(!text(block.get("text")).isBlank(), "system", "has an empty text");
        }
        for (Json stop : request.get("stop_sequences").elements()) {
            check(!text(stop).isBlank(), "stop_sequences", "has one of white space alone");
        }
        if (request.get("metadata").isObject()) {
            only(request.get("metadata"), "metadata", Set.of("user_id"));
        }
        String tier = text(request.get("service_tier"));
        check(Set.of("", "auto", "standard_only").contains(tier), "service_tier", tier);
    }

    private void messages() {
        Json messages = request.get("messages");
        check(messages.size() > 0, "messages", "is empty");
        Set<String> open = new LinkedHashSet<>();
        String before = "";
        for (int i = 0; i < messages.size(); i++) {
            Json message = messages.get(i);
            String path = "messages[" + i + "]";
            only(message, path, Set.of("role", "content"));
            String role = text(message.get("role"));
            check(Set.of("user", "assistant", "system").contains(role), path, "role " + role);
            if (role.equals("system")) {
                check(
                        !before.isEmpty() && !before.equals("assistant") && isNewest(),
                        path,
                        "a system message too early");
                check(
                        i + 1 == messages.size()
                                || !messages.get(i + 1).get("role").textEquals("user"),
                        path,
                        "a system message before a question");
            }
            open = content(message.get("content"), path, role, open);
            before = role;
        }
        check(open.isEmpty(), "messages", "calls without a result: " + open);
        Json last = messages.get(messages.size() - 1);
        if (last.get("role").textEquals("assistant")) {
            check(!isNewest(), "messages", "prefilled");
        }
    }

    /** The calls that it leaves open. */
    private Set<String> content(Json content, String path, String role, Set<String> open) {
        if (content.isString()) {
            check(!content.asString().isBlank(), path, "has an empty text");
            check(open.isEmpty(), path, "calls without a result: " + open);
            return Set.of();
        }
        check(content.size() > 0, path, "has no content");
        Set<String> waiting = new LinkedHashSet<>(open);
        Set<String> calls = new LinkedHashSet<>(role.equals("assistant") ? open : Set.of());
        boolean other = false;
        for (Json block : content.elements()) {
            String type = text(block.get("type"));
            if (type.equals("tool_result")) {
                check(!other, path, "a result behind other blocks");
                boolean isOfAServersTool =
                        block.get("content").get(0).get("type").textEquals("tool_reference");
                check(waiting.remove(text(block.get("tool_use_id"))) || isOfAServersTool, path, "a result of no call");
                only(block, path, Set.of("type", "tool_use_id", "content", "is_error", "cache_control"));
                for (Json part :
                        block.get("content").isArray() ? block.get("content").elements() : List.<Json>of()) {
                    block(part, path + ".result");
                }
                continue;
            }
            other = true;
            if (type.equals("tool_use")) {
                only(block, path, Set.of("type", "id", "name", "input", "cache_control", "caller"));
                check(block.get("input").isObject(), path, "a call whose input is no object");
                check(text(block.get("id")).matches("[a-zA-Z0-9_-]+"), path, "a call's id");
                check(role.equals("assistant"), path, "a call that is the user's");
                calls.add(text(block.get("id")));
            } else {
                block(block, path);
            }
        }
        check(role.equals("system") || waiting.isEmpty() || role.equals("assistant"), path, "no result for " + waiting);
        return calls;
    }

    private void block(Json block, String path) {
        Json source = block.get("source");
        switch (text(block.get("type"))) {
            case "text" -> {
                only(block, path, Set.of("type", "text", "cache_control", "citations"));
                check(!text(block.get("text")).isBlank(), path, "has an empty text");
            }
            case "image" -> {
                only(block, path, Set.of("type", "source", "cache_control"));
                if (source.get("type").textEquals("base64")) {
                    check(
                            IMAGES.contains(text(source.get("media_type"))),
                            path,
                            "no image: " + source.get("media_type"));
                    base64(source.get("data"), path);
                }
            }
            case "document" -> {
                only(block, path, Set.of("type", "source", "title", "context", "citations", "cache_control"));
                if (source.get("type").textEquals("base64")) {
                    check(source.get("media_type").textEquals("application/pdf"), path, "no PDF");
                    base64(source.get("data"), path);
                }
            }
            default -> {} // thoughts, and the provider's own tools, pass as they came
        }
    }

    private void tools() {
        Json tools = request.get("tools");
        check(tools.isMissing() || tools.size() > 0, "tools", "is empty");
        Set<String> names = new HashSet<>();
        for (Json tool : tools.elements()) {
            String name = text(tool.get("name"));
            check(tool.get("type").textEquals("mcp_toolset") || names.add(name), "tools", "two of one name: " + name);
            if (!tool.get("input_schema").isMissing()) {
                only(
                        tool,
                        "tools." + name,
                        Set.of(
                                "name",
                                "description",
                                "input_schema",
                                "strict",
                                "cache_control",
                                "type",
                                "defer_loading"));
                check(name.matches("[a-zA-Z0-9_-]{1,128}"), "tools", "a name that is refused: " + name);
                Json schema = tool.get("input_schema");
                check(schema.get("type").textEquals("object"), "tools." + name, "its schema is of no object");
                for (String union : List.of("oneOf", "anyOf", "allOf")) {
                    check(schema.get(union).isMissing(), "tools." + name, "a union at the root");
                }
            }
        }
        Json choice = request.get("tool_choice");
        if (!choice.isMissing()) {
            check(tools.size() > 0, "tool_choice", "without tools");
            String type = text(choice.get("type"));
            only(choice, "tool_choice", Set.of("type", "name", "disable_parallel_tool_use"));
            check(Set.of("auto", "any", "tool", "none").contains(type), "tool_choice", type);
            boolean isForced = type.equals("any") || type.equals("tool");
            check(!isForced || !isUnforced(), "tool_choice", "forced");
            check(
                    !isForced || !request.get("thinking").get("type").textEquals("enabled"),
                    "tool_choice",
                    "beside thinking");
            check(!type.equals("tool") || names.contains(text(choice.get("name"))), "tool_choice", "names no tool");
        }
    }

    private void thinking() {
        Json thinking = request.get("thinking");
        Json budget = thinking.get("budget_tokens");
        if (budget.isNumber()) {
            check(budget.asInt() >= 1024, "thinking", "a budget under 1024");
            check(budget.asInt() < request.get("max_tokens").asInt(), "thinking", "a budget beyond max_tokens");
            check(!isNewest(), "thinking", "a budget on a model that takes none");
        }
        Json messages = request.get("messages");
        Json last = messages.get(messages.size() - 1).get("content").get(0);
        if (budget.isNumber() && last.get("type").textEquals("tool_result")) {
            Json before =
                    messages.get(messages.size() - 2).get("content").get(0).get("type");
            check(text(before).contains("thinking"), "thinking", "in a turn whose thoughts are lost");
        }
        check(!thinking.get("type").textEquals("disabled") || !isUnforced(), "thinking", "cannot be stopped");
        Json format = request.get("output_config").get("format");
        if (format.isObject()) {
            only(format, "output_config.format", Set.of("type", "schema"));
            closed(format.get("schema"), "output_config.format.schema");
        }
    }

    /** Each object says that it takes no other members, and nothing is said that is not understood. */
    private void closed(Json schema, String path) {
        if (schema.get("type").textEquals("object")) {
            check(schema.get("additionalProperties").equals(Json.FALSE), path, "is open");
        }
        for (Member member : schema.members()) {
            check(!SCHEMA_IN_WORDS_ONLY.contains(member.name()), path, "says " + member.name());
            if (member.nameEquals("properties") || member.nameEquals("$defs")) {
                member.value().members().forEach(each -> closed(each.value(), path + "." + each.name()));
            } else if (member.nameEquals("items")) {
                closed(member.value(), path + ".items");
            } else if (member.nameEquals("anyOf")) {
                member.value().elements().forEach(each -> closed(each, path + ".anyOf"));
            }
        }
    }

    private void sampling() {
        Json temperature = request.get("temperature");
        boolean thinks = request.get("thinking").isObject()
                && !request.get("thinking").get("type").textEquals("disabled");
        if (temperature.isNumber()) {
            check(temperature.asDouble() >= 0 && temperature.asDouble() <= 1, "temperature", "out of its range");
            check(!thinks || temperature.asDouble() == 1, "temperature", "beside thinking");
            check(!isNewest(), "temperature", "not taken");
            check(request.get("top_p").isMissing() || model.startsWith("claude-3"), "temperature", "beside top_p");
        }
        check(request.get("top_p").isMissing() || !isNewest(), "top_p", "not taken");
    }

    private boolean isNewest() {
        return model.matches("claude-(opus-4-[78]|(opus|sonnet|haiku)-5|fable|mythos).*");
    }

    /** Those that always think, and call a tool only if they find it right. */
    private boolean isUnforced() {
        return model.matches("claude-(opus-5-5|fable|mythos).*");
    }
}
