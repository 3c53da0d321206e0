package dev.qlite.provider;

import dev.qlite.json.Json;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Model;
import dev.qlite.pipeline.Operation;
import dev.qlite.transport.TransportRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dialect in which nothing can be asked; what is not its own is as by default. */
enum NoDialect implements Dialect {
    INSTANCE;

    @Override
    public String fingerprint() {
        return "none";
    }

    @Override
    public boolean has(Operation operation) {
        return false;
    }

    @Override
    public ProviderRequest request(Call call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Json document(Json answer, Call call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public StreamDecoder decoder(Call call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable TransportRequest modelsRequest() {
        return null;
    }

    @Override
    public List<Model> models(Json answer) {
        return List.of();
    }
}
