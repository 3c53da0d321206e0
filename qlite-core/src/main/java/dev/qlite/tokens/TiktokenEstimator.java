package dev.qlite.tokens;

import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.Message;
import dev.qlite.chat.ToolCall;
import dev.qlite.json.Json;
import dev.qlite.pipeline.TokenEstimator;

/**
 * Counts with the encodings of OpenAI's models, and frames messages as those do. Text is counted as they count it; tools by their
 * JSON, which is more than they take; images, audio and files not at all; and what a model thinks without saying it nobody can
 * count. Thread-safe.
 *
 * <p>A message takes three tokens beside its role and its text, and an answer is opened with three more:
 * <a href="https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken">OpenAI's cookbook</a>. A call of a tool takes
 * seven beside its name and its arguments: so it was with gpt-4o in 2025, as recorded.
 */
public final class TiktokenEstimator implements TokenEstimator {
    private static final int MESSAGE_FRAME = 3;
    private static final int CALL_FRAME = 7;

    @Override
    public long promptTokens(ChatRequest request, String model) {
        Counter counter = counter(model);
        counter.frame(MESSAGE_FRAME);
        for (Message message : request.messages()) {
            counter.frame(MESSAGE_FRAME);
            counter.add(message.role());
            count(message, counter);
        }
        for (Json tool : request.json().get("tools").elements()) {
            counter.add(tool.toString());
        }
        return counter.tokens();
    }

    @Override
    public long completionTokens(Json completion, String model) {
        Counter counter = counter(model);
        for (Json choice : completion.get("choices").elements()) {
            count(Message.of(choice.get("message")), counter);
        }
        return counter.tokens();
    }

    private static Counter counter(String model) {
        return new Counter(Vocabulary.of(model).encoding());
    }

    private static void count(Message message, Counter counter) {
        counter.add(message.text());
        count(message.json().get("name"), counter);
        count(message.json().get("refusal"), counter);
        count(message.json().get("reasoning_content"), counter);
        for (ToolCall call : message.toolCalls()) {
            counter.frame(CALL_FRAME);
            counter.add(call.name());
            counter.add(call.arguments());
        }
    }

    private static void count(Json text, Counter counter) {
        if (text.isString()) {
            counter.add(text.asString());
        }
    }
}
