package dev.qlite.standalone;

import dev.qlite.Qlite;
import dev.qlite.cache.ExactCache;
import dev.qlite.cache.Explanation;
import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.QliteException;
import dev.qlite.json.Json;
import dev.qlite.json.JsonException;
import dev.qlite.pipeline.Call;
import dev.qlite.pipeline.Caller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code qlite explain-key}: what of a request is in the cache's key, and where two requests differ. */
@Command(
        name = "explain-key",
        description = {
            "Says what of a request is in the cache's key, and what the cache would do with it; of two requests, whether they"
                    + " share an answer, and if not the first field that differs. Nobody is asked.",
            "Exits with 0, or with 3 if two requests differ."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class)
final class ExplainKeyCommand implements Callable<Integer> {
    private static final int DIFFERENT = 3;

    @Mixin
    private ConfigOption configured = new ConfigOption();

    @Option(names = "--caller", paramLabel = "NAME", description = "Whose request it is: the name of a key.")
    private @Nullable String caller;

    @Option(names = "--namespace", paramLabel = "NAME", defaultValue = "", description = "What X-Cache-Namespace said.")
    private String namespace = "";

    @Parameters(paramLabel = "FILE", arity = "1..2", description = "The body of a request, as JSON.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        Setup setup = configured.read(System.getenv());
        Said said = explain(setup);
        System.out.print(said.text());
        System.out.flush();
        return said.same() ? 0 : DIFFERENT;
    }

    /** What is to be told, and whether the requests share an answer. */
    record Said(String text, boolean same) {}

    Said explain(Setup setup) {
        try (Qlite qlite = ConfigOption.build(setup.config())) {
            ExactCache cache = qlite.cache();
            if (cache == null) {
                throw new StartException("there is no cache: cache.enabled is false");
            }
            Explanation first = explain(files.get(0), qlite, cache);
            if (files.size() == 1) {
                return new Said(new KeyReport(first).text(), true);
            }
            Explanation second = explain(files.get(1), qlite, cache);
            return new Said(KeyReport.comparison(first, second), first.key().equals(second.key()));
        }
    }

    private Explanation explain(Path file, Qlite qlite, ExactCache cache) {
        try {
            Call call = Call.chat(ChatRequest.of(Json.parse(Files.readAllBytes(file))))
                    .caller(caller == null ? Caller.ANONYMOUS : Caller.named(caller))
                    .cacheNamespace(namespace)
                    .build();
            return cache.explain(call.withRoute(qlite.registry().resolve(call.model())));
        } catch (NoSuchFileException e) {
            throw new StartException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new StartException(file + ": cannot be read", e);
        } catch (JsonException e) {
            throw new StartException(file + ": no valid JSON: " + e.getMessage(), e);
        } catch (QliteException e) {
            throw new StartException(file + ": " + e.getMessage(), e);
        }
    }
}
