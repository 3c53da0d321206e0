package dev.qlite.config;

import dev.qlite.cost.LiteLlmFile;
import dev.qlite.cost.PriceList;
import dev.qlite.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is configured for prices, the {@code pricing} section. Immutable.
 *
 * @param models the user's own, before all others
 * @param file prices in LiteLLM's format; null for none
 */
public record PricingSettings(
        List<PriceRule> models, @Nullable LiteLlmFile file) {
    /** qlite's own list alone. */
    public static final PricingSettings DEFAULT = new PricingSettings(List.of(), null);

    private static final int LARGEST = 32 << 20;

    /** A file of prices, which is read and checked at once. */
    static final ValueType<LiteLlmFile> FILE = new PriceFileType();

    public PricingSettings {
        models = List.copyOf(models);
    }

    PricingSettings withModels(List<PriceRule> models) {
        return new PricingSettings(models, file);
    }

    PricingSettings withFile(LiteLlmFile file) {
        return new PricingSettings(models, file);
    }

    /** A list of these prices, and behind them qlite's own. */
    PriceList create() {
        PriceList.Builder list = PriceList.builder();
        models.forEach(rule -> list.model(rule.model(), rule.rates()));
        if (file != null) {
            list.liteLlm(file);
        }
        return list.build();
    }

    /** See {@link #FILE}. */
    private static final class PriceFileType implements ValueType<LiteLlmFile> {
        @Override
        public String expected() {
            return Types.FILE.expected();
        }

        @Override
        public Json schema() {
            return Types.FILE.schema();
        }

        @Override
        public @Nullable LiteLlmFile read(Place place) {
            Path path = Types.FILE.read(place);
            if (path == null) {
                return null;
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    place.problem(path + ": more than 32 MB (expected: a map of prices)");
                    return null;
                }
                return LiteLlmFile.parse(new String(bytes, StandardCharsets.UTF_8));
            } catch (NoSuchFileException e) {
                place.problem(path + ": there is no such file");
            } catch (IOException e) {
                place.problem(path + ": cannot be read");
            } catch (IllegalArgumentException e) {
                place.problem(path + ": " + e.getMessage());
            }
            return null;
        }
    }
}
