package dev.qlite.provider.anthropic;

import dev.qlite.json.Json;

/** What the blocks of one streamed answer share: which tool call is the next, and how long the text is. Not thread-safe. */
final class StreamedAnswer {
    private final AskedTools asked;
    private int toolCalls;
    private int textLength;

    StreamedAnswer(AskedTools asked) {
        this.asked = asked;
    }

    /** A block that begins. */
    StreamedBlock block(Json content) {
        Json type = content.get("type");
        return switch (type.isString() ? type.asString() : "") {
            case "text" -> new StreamedBlock.Text(content, this);
            case "thinking", "redacted_thinking" -> new StreamedBlock.Thought(content);
            case "tool_use" -> tool(content);
            default -> StreamedBlock.SILENT;
        };
    }

    int textLength() {
        return textLength;
    }

    void lengthen(Json text) {
        textLength += Citations.length(text);
    }

    private StreamedBlock tool(Json content) {
        if (asked.answerTool()) {
            return new StreamedBlock.AnswerTool(content);
        }
        int number = toolCalls++;
        if (asked.tools().isLegacy()) {
            return number == 0 ? new StreamedBlock.Tool(content, asked.tools(), -1) : StreamedBlock.SILENT;
        }
        return asked.tools().isCustom(content.require("name").asString())
                ? new StreamedBlock.CustomTool(content, asked.tools(), number)
                : new StreamedBlock.Tool(content, asked.tools(), number);
    }
}
