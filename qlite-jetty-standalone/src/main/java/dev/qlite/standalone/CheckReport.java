package dev.qlite.standalone;

import dev.qlite.config.Access;
import dev.qlite.config.CacheRule;
import dev.qlite.config.CacheSettings;
import dev.qlite.config.ConfiguredProvider;
import dev.qlite.config.PriceRule;
import dev.qlite.config.PricingSettings;
import dev.qlite.config.ServerSettings;
import dev.qlite.config.TlsFiles;
import dev.qlite.cost.LiteLlmFile;
import dev.qlite.cost.PriceList;
import dev.qlite.provider.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What would run with a configuration, secrets left out. Immutable. */
record CheckReport(Setup setup) {
    String text() {
        ServerSettings server = setup.config().server();
        Access access = server.access();
        Rows rows = new Rows(2, 11)
                .add("config", setup.source())
                .add("listens", address(server))
                .add("callers", setup.callers())
                .add("tls", tls(server))
                .add("hosts", joined(access.allowedHosts()))
                .add("origins", joined(access.corsOrigins()));
        String label = "providers";
        for (ConfiguredProvider provider : setup.config().providers()) {
            rows.add(label, provider.name() + ", type " + provider.type().name());
            rows.add(new ProviderReport(provider).rows());
            label = "";
        }
        rows.add(
                "aliases",
                setup.config().aliases().entrySet().stream()
                        .map(alias -> alias.getKey() + ": " + alias.getValue())
                        .toList());
        rows.add("passes", joined(server.passThrough().paths()));
        String defaultProvider = server.passThrough().defaultProvider();
        rows.add("no model", defaultProvider == null ? List.of() : List.of("goes to " + defaultProvider));
        rows.add("cache", setup.cache());
        rows.add("", rules(setup));
        rows.add("prices", prices(setup.config().pricing()));
        return "qlite " + Main.version() + "  the configuration holds; this would run:\n"
                + rows.add("limits", limits(server));
    }

    private static String address(ServerSettings server) {
        String host = server.host().indexOf(':') >= 0 ? "[" + server.host() + "]" : server.host();
        return server.port() == 0 ? host + ", any port that is free" : host + ":" + server.port();
    }

    private static List<String> tls(ServerSettings server) {
        TlsFiles tls = server.tls();
        return tls == null ? List.of() : List.of(tls.cert() + " and " + tls.key());
    }

    private static List<String> joined(List<String> values) {
        return values.isEmpty() ? List.of() : List.of(String.join(", ", values));
    }

    private static List<String> rules(Setup setup) {
        return setup
                .config()
                .cache()
                .filter(CacheSettings::enabled)
                .map(CacheSettings::rules)
                .orElse(List.of())
                .stream()
                .map(CheckReport::rule)
                .toList();
    }

    private static String rule(CacheRule rule) {
        return rule.model()
                + (rule.ttl() == null ? "" : ", for " + Words.of(rule.ttl()))
                + (rule.when() == null ? "" : ", " + rule.when().name().toLowerCase(Locale.ROOT));
    }

    private static String prices(PricingSettings pricing) {
        List<String> before =
                new ArrayList<>(pricing.models().stream().map(PriceRule::model).toList());
        LiteLlmFile file = pricing.file();
        if (file != null) {
            before.add("the file's " + file.size() + " models");
        }
        String own = "qlite's list of " + PriceList.date();
        return before.isEmpty() ? own : String.join(", ", before) + "; for all others " + own;
    }

    private static String limits(ServerSettings server) {
        Limits limits = server.limits();
        Long buffered = server.load().maxBuffered();
        return "max_in_flight " + Threads.places(server) + ", max_buffered "
                + (buffered == null ? "a quarter of the heap" : Words.of(buffered)) + ", max_body "
                + Words.of(server.maxBody()) + ", max_answer " + Words.of((long) limits.maxAnswer())
                + ", max_event " + Words.of((long) limits.maxEvent()) + ", heartbeat " + Words.of(server.heartbeat())
                + ", head_delay " + Words.of(limits.headDelay()) + ", drain " + Words.of(server.drain());
    }
}
