package dev.qlite.examples.parrot;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Event;
import dev.qlite.provider.ChunkWriter;
import dev.qlite.provider.StreamDecoder;
import java.util.function.Consumer;

/** The parrot's events: {@code {"id": "…", "echo": "…"}} for each piece, {@code {"done": true}} at the end. */
final class ParrotDecoder implements StreamDecoder {
    private final Call call;
    private boolean ended;

    ParrotDecoder(Call call) {
        this.call = call;
    }

    @Override
    public void decode(byte[] data, Consumer<Event> out) {
        Json event = Json.parse(data);
        ChunkWriter chunks =
                new ChunkWriter(event.require("id").asString(), call.arrival().getEpochSecond(), call.model());
        if (event.get("done").equals(Json.TRUE)) {
            ended = true;
            out.accept(chunks.finish(0, "stop"));
        } else {
            out.accept(chunks.text(0, "content", event.require("echo")));
        }
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public boolean mayEnd() {
        return false;
    }
}
