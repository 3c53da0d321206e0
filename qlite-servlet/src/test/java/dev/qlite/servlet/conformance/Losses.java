package dev.qlite.servlet.conformance;

import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.json.Member;
import java.util.ArrayList;
import java.util.List;

/** What of a request in OpenAI's form is not found in a native one. */
final class Losses {
    private final Json sent;
    private final Words words;
    private final List<String> losses = new ArrayList<>();

    private Losses(Json sent) {
        this.sent = sent;
        this.words = new Words(sent);
    }

    static List<String> of(Json request, Json sent) {
        Losses losses = new Losses(sent);
        request.get("messages").elements().forEach(losses::message);
        boolean all = request.get("tool_choice").get("allowed_tools").isMissing();
        request.get("tools").elements().forEach(tool -> losses.tool(tool.get("function"), all));
        return losses.losses;
    }

    private void message(Json message) {
        Json content = message.get("content");
        boolean isResult = message.get("role").textEquals("tool");
        if (content.isString()) {
            said(content, isResult);
        } else {
            for (Json part : content.elements()) {
                said(part.get("text"), isResult);
                url(
                        part.get("image_url").isString()
                                ? part.get("image_url")
                                : part.get("image_url").get("url"));
                url(part.get("file").get("file_data"));
                url(part.get("document_url"));
            }
        }
        message.get("tool_calls").elements().forEach(this::call);
    }

    /** A result may be an object, and go as one. */
    private void said(Json text, boolean isResult) {
        if (text.isString()
                && !text.asString().isBlank()
                && !words.hasText(text.asString().strip())) {
            Json object = isResult ? parse(text.asString()) : Json.MISSING;
            lose(!contains(sent, object), "text: " + text);
        }
    }

    private void url(Json url) {
        if (url.isString()) {
            String whole = url.asString();
            String data = whole.startsWith("data:") ? whole.substring(whole.indexOf(',') + 1) : whole;
            boolean isText = whole.startsWith("data:text/");
            lose(!isText && !words.hasText(data), "data: " + data.substring(0, Math.min(40, data.length())));
        }
    }

    private void tool(Json function, boolean isSent) {
        if (!isSent || !function.isObject()) {
            return;
        }
        lose(!words.hasText(function.get("name").asString()), "tool " + function.get("name"));
        Json description = function.get("description");
        lose(description.isString() && !words.hasText(description.asString()), "description " + description);
        for (Member property : function.get("parameters").get("properties").members()) {
            lose(!words.hasName(property.name()), "property " + property.name());
        }
    }

    private void call(Json call) {
        Json function = call.get("function");
        String arguments = NativeRules.text(function.get("arguments"));
        Json wanted = parse(arguments.isBlank() ? "{}" : arguments);
        lose(!words.hasText(function.get("name").asString()), "call of " + function.get("name"));
        lose(!contains(sent, wanted), "arguments " + wanted);
    }

    private void lose(boolean lost, String what) {
        if (lost) {
            losses.add(what);
        }
    }

    private static Json parse(String text) {
        try {
            return Json.parse(text);
        } catch (JsonException e) {
            return Json.MISSING;
        }
    }

    /** Whether a value stands anywhere within another one; how it is spaced does not matter. */
    private static boolean contains(Json within, Json value) {
        if (value.isMissing()) {
            return false;
        }
        if (within.kind() == value.kind()
                && within.toString()
                        .replaceAll("\\s", "")
                        .equals(value.toString().replaceAll("\\s", ""))) {
            return true;
        }
        if (within.isObject()) {
            for (Member member : within.members()) {
                if (contains(member.value(), value)) {
                    return true;
                }
            }
        }
        for (Json element : within.isArray() ? within.elements() : List.<Json>of()) {
            if (contains(element, value)) {
                return true;
            }
        }
        return false;
    }
}
