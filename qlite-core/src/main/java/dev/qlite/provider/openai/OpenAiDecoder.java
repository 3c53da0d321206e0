package dev.qlite.provider.openai;

import dev.qlite.chat.Finishes;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.RepeatedChunk;
import dev.qlite.provider.StreamDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * OpenAI's events, as they are; {@code [DONE]} ends them. Some servers leave it out after the finish reasons. What only adds a text to
 * the event before it is not parsed.
 */
final class OpenAiDecoder implements StreamDecoder {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Finishes finishes = new Finishes();
    private final RepeatedChunk repeated = new RepeatedChunk();
    private boolean ended;

    @Override
    public void decode(byte[] data, Consumer<Event> out) {
        if (ended || data.length == 0) {
            return;
        }
        if (Arrays.equals(data, DONE)) {
            ended = true;
            return;
        }
        Event again = repeated.again(data);
        if (again != null) {
            out.accept(again);
            return;
        }
        Event event = Event.of(data);
        finishes.add(event.chunk());
        out.accept(event);
        repeated.learn(event);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public boolean mayEnd() {
        return finishes.all();
    }
}
