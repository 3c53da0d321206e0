package dev.qlite.servlet.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.qlite.chat.Usage;
import dev.qlite.cost.PriceList;
import dev.qlite.json.Json;
import dev.qlite.pipeline.Pricer;
import dev.qlite.pipeline.Receipt;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/**
 * What real answers cost: qlite, which got them over HTTP, says the same as genai-prices, which reads them by its own rules
 * and prices them by its own list. Where they differ there is a reason, and no reason is without its answer.
 */
class PricesConformanceTest {
    /** The day of genai-prices' list. */
    private static final Instant DAY = Instant.parse("2026-08-21T12:00:00Z");

    private static final int MOST_SECONDS = 20;

    private final GenaiPrices genai = GenaiPrices.read();

    @Test
    void twoListsAndTwoWaysToReadAnAnswerAgree() throws Exception {
        List<String> wrong = new ArrayList<>();
        Map<Difference, Integer> explained = new EnumMap<>(Difference.class);
        int all = 0;
        int agreed = 0;
        for (Paid kind : Paid.values()) {
            List<Comparison> known =
                    compared(kind).stream().filter(Comparison::isKnown).toList();
            List<Comparison> differing =
                    known.stream().filter(each -> !each.agrees()).toList();
            for (Comparison each : differing) {
                Difference.of(each)
                        .ifPresentOrElse(
                                why -> explained.merge(why, 1, Integer::sum), () -> wrong.add(each.toString()));
            }
            System.out.printf(
                    "%-18s %4d prices, %4d agree%n", kind.folder, known.size(), known.size() - differing.size());
            all += known.size();
            agreed += known.size() - differing.size();
        }
        System.out.printf("%d prices, %d agree, %s%n", all, agreed, explained);
        assertThat(wrong).isEmpty();
        assertThat(explained).as("a reason for nothing is none").containsOnlyKeys(Difference.values());
        assertThat(agreed).isGreaterThan(750).isGreaterThan(all * 95 / 100);
    }

    private List<Comparison> compared(Paid kind) throws Exception {
        Map<String, Json> requests = Exchanges.requests(kind.folder);
        BlockingQueue<Receipt> receipts = new LinkedBlockingQueue<>();
        AtomicReference<Pricer> prices = new AtomicReference<>(Pricer.NONE);
        List<Comparison> compared = new ArrayList<>();
        try (Gateway gateway = new Gateway(
                kind.provider(),
                kind.basePath(),
                "any",
                builder -> builder.listener(receipts::add)
                        .pricer((route, usage) -> requireNonNull(prices.get()).price(route, usage)))) {
            for (Exchange exchange : Exchanges.of(kind.folder)) {
                String model = kind.model(exchange, requireNonNull(requests.get(exchange.name())));
                JsonNode answer = kind.answer(exchange);
                Optional<GenaiBill> bill = genai.bill(kind.url(exchange), kind.flavor, model, answer, DAY);
                prices.set(prices(kind, model, bill));
                gateway.upstream.enqueue(exchange.answer());
                gateway.postTo(
                        kind.path(exchange), kind.question(exchange, model).toString());
                Receipt receipt = receipts.poll(MOST_SECONDS, TimeUnit.SECONDS);
                assertThat(receipt).as("receipt of " + exchange).isNotNull();
                compared.add(new Comparison(kind, exchange, model, answer, cost(requireNonNull(receipt)), bill));
            }
        }
        return compared;
    }

    /** What others than the makers of a model charge for it is for a user to say: here it is said as genai-prices has it. */
    private static Pricer prices(Paid kind, String model, Optional<GenaiBill> bill) {
        PriceList.Builder list = PriceList.builder().clock(InstantSource.fixed(DAY));
        if (kind == Paid.OPENAI_COMPATIBLE) {
            bill.ifPresent(found -> list.model(model, found.own()));
        }
        return list.build();
    }

    /** Of what the provider counted; genai-prices makes no estimates. */
    private static Optional<BigDecimal> cost(Receipt receipt) {
        Usage usage = receipt.usage();
        return usage == null || usage.isEstimate() ? Optional.empty() : Optional.ofNullable(receipt.cost());
    }
}
