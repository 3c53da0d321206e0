package dev.qlite.servlet;

import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import dev.qlite.json.ObjectBuilder;
import dev.qlite.pipeline.Dollars;
import dev.qlite.pipeline.OneLine;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Route;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the access log says of one HTTP request: never a prompt, never a key, never a query.
 *
 * @param micros from its arrival to the end of its answer
 * @param left whether the client left before that
 * @param receipt what its call came to; null if there was none
 */
record AccessLine(
        Instant time,
        String id,
        String method,
        String path,
        int status,
        long micros,
        boolean left,
        @Nullable Receipt receipt) {

    /** A JSON object; what is not known is left out. */
    String json() {
        ObjectBuilder line = Json.object()
                .put("time", time.toString())
                .put("id", id)
                .put("method", method)
                .put("path", path)
                .put("status", status)
                .put("ms", micros / 1_000.0);
        if (left) {
            line.put("client_left", true);
        }
        if (receipt != null) {
            call(receipt, line);
        }
        return line.build().toString();
    }

    private static void call(Receipt receipt, ObjectBuilder line) {
        line.put("caller", receipt.caller().id()).put("model", receipt.model());
        Route route = receipt.route();
        if (route != null) {
            line.put("provider", route.provider().name())
                    .put("upstream_model", route.model())
                    .put("cache", receipt.cache().result().name());
            if (receipt.cache().isCollapsed()) {
                line.put("collapsed", true);
            }
        }
        line.put("outcome", receipt.outcome().name()).put("attempts", receipt.attempts());
        Usage usage = receipt.usage();
        if (usage != null) {
            line.put("prompt_tokens", usage.promptTokens()).put("completion_tokens", usage.completionTokens());
            if (usage.isEstimate()) {
                line.put("estimated", true);
            }
        }
        line.put("cost", Dollars.json(receipt.cost())).put("saved", Dollars.json(receipt.saved()));
    }

    /** A line for people. */
    String text() {
        String end = left ? " client left" : "";
        String head = method + " " + path + " " + status + end + " ";
        String tail = micros / 1_000 + " ms id=" + id;
        if (receipt == null) {
            return head + tail;
        }
        Object route = receipt.route() == null ? receipt.model() : receipt.route();
        String collapsed = receipt.cache().isCollapsed() ? " collapsed" : "";
        return OneLine.of(head + receipt.cache().result() + collapsed + " " + route + " " + receipt.outcome() + " "
                + tail + " caller=" + receipt.caller() + " cost="
                + (receipt.cost() == null ? "?" : Dollars.text(receipt.cost())));
    }
}
