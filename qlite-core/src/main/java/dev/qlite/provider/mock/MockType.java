package dev.qlite.provider.mock;

import dev.qlite.pipeline.Provider;
import dev.qlite.provider.Limits;
import dev.qlite.provider.ProviderSettings;
import dev.qlite.provider.ProviderType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The built-in mock provider: needs no key and no network. */
public final class MockType implements ProviderType {
    @Override
    public String name() {
        return "mock";
    }

    @Override
    public List<String> environment() {
        return List.of();
    }

    @Override
    public List<String> models() {
        List<String> models = new ArrayList<>();
        for (MockScript script : MockScript.values()) {
            models.add(script.model());
        }
        models.add("mock-*");
        return models;
    }

    @Override
    public Set<String> settings() {
        return Set.of("latency");
    }

    @Override
    public Provider create(ProviderSettings settings, Limits limits) {
        return MockProvider.builder()
                .name(settings.name())
                .latency(settings.latency())
                .build();
    }
}
