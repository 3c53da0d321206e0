package dev.qlite.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.qlite.chat.InvalidRequestException;
import dev.qlite.pipeline.FakeProvider;
import dev.qlite.pipeline.Provider;
import dev.qlite.pipeline.Route;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {
    private final Provider openai = new FakeProvider("openai");
    private final Provider local = new FakeProvider("local");
    private final Registry registry = Registry.builder()
            .provider(openai, List.of("gpt-*", "o1", "*-mini", "a*"))
            .provider(local, List.of("gpt-oss*", "meta/llama", "*b", "o*", "exact"))
            .alias("fast", "gpt-4o-mini")
            .alias("o1", "meta/llama")
            .alias("chain", "fast-gpt-oss-b")
            .alias("far", "local/whatever")
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gpt-4o           | openai | gpt-4o           | a glob
            fast             | openai | gpt-4o-mini      | an alias
            o1               | local  | meta/llama       | an alias goes before an exact name
            openai/o1        | openai | o1               | a prefix passes the alias by
            exact            | local  | exact            | an exact name
            meta/llama       | local  | meta/llama       | an exact name with a slash
            local/gpt-4o     | local  | gpt-4o           | whatever that provider's list says
            local/unknown/x  | local  | unknown/x        | the rest is the model
            far              | local  | whatever         | an alias of a provider's model
            gpt-oss-20b      | local  | gpt-oss-20b      | the most literal characters: gpt-oss* over gpt-*
            gpt-mini         | openai | gpt-mini         | the most literal characters: *-mini over gpt-*
            o-mini           | openai | o-mini           | *-mini over o*
            ab               | openai | ab               | a tie: a* was said before *b
            else/gpt-mini    | openai | else/gpt-mini    | a slash without such a provider is a part of the name
            """)
    void theRuleFindsTheRoute(String model, String provider, String upstream, String why) {
        Route route = registry.resolve(model);

        assertThat(route.provider().name()).as(why).isEqualTo(provider);
        assertThat(route.model()).as(why).isEqualTo(upstream);
    }

    @Test
    void anUnknownModelIsA404WithTheNearestNames() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> registry.resolve("fasst"))
                .satisfies(e -> {
                    assertThat(e.status()).isEqualTo(404);
                    assertThat(e.code()).isEqualTo("model_not_found");
                    assertThat(e.param()).isEqualTo("model");
                })
                .withMessage("model: nobody serves 'fasst' (nearest: fast; GET /v1/models lists them)");
    }

    @Test
    void aNameLikeNoneIsToldWhatThereIs() {
        Registry one = Registry.builder().provider(openai, List.of("gpt-*")).build();

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> one.resolve("zzzzzzzzzzzz"))
                .withMessage("model: nobody serves 'zzzzzzzzzzzz' (there are: gpt-*; GET /v1/models lists them)");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> one.resolve("z".repeat(5_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @ParameterizedTest
    @CsvSource({"/gpt", "local/", "/", "''", "nobody/x"})
    void aPrefixNeedsAProviderAndAModel(String model) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> registry.resolve(model));
    }

    @Test
    void onePatternOfTwoProvidersIsAnError() {
        Registry.Builder builder = Registry.builder().provider(openai, List.of("gpt-*"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.provider(local, List.of("gpt-*")))
                .withMessage("model gpt-*: given to two providers, openai and local");
    }

    @Test
    void twoProvidersOfOneNameAreAnError() {
        Registry.Builder builder = Registry.builder().provider(openai, List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.provider(new FakeProvider("openai"), List.of()))
                .withMessage("provider openai: there are two of that name");
    }

    @Test
    void anAliasToNowhereIsAnError() {
        Registry.Builder builder = Registry.builder()
                .provider(openai, List.of("gpt-*"))
                .alias("a", "b")
                .alias("b", "gpt-4");

        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage("aliases.a: nobody serves 'b'");
    }

    @Test
    void providersComeInTheirOrder() {
        assertThat(registry.providers()).containsExactly(openai, local);
        assertThat(registry.aliases()).containsEntry("fast", "gpt-4o-mini").hasSize(4);
    }
}
