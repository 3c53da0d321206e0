package dev.qlite.provider;

import dev.qlite.provider.anthropic.AnthropicType;
import dev.qlite.provider.google.GoogleType;
import dev.qlite.provider.mock.MockType;
import dev.qlite.provider.openai.OpenAiType;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The types of provider that there are: the built-in ones, a line each, and those that {@link ServiceLoader} finds. */
public final class ProviderTypes {
    private ProviderTypes() {}

    /** Every type, the built-in ones first. */
    public static List<ProviderType> all() {
        List<ProviderType> types = new ArrayList<>();
        types.add(new OpenAiType());
        types.add(new AnthropicType());
        types.add(new GoogleType());
        types.add(new MockType());
        ServiceLoader.load(ProviderType.class).forEach(types::add);
        return types;
    }
}
