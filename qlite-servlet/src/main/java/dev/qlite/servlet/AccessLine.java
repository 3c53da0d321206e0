package dev.qlite.servlet;

import dev.qlite.chat.Usage;
import dev.qlite.json.JsonWriter;
import dev.qlite.pipeline.Dollars;
import dev.qlite.pipeline.OneLine;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Route;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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

    private static final int USUAL_LENGTH = 512;

    /** A JSON object; what is not known is left out. */
    String json() {
        JsonWriter line = new JsonWriter(USUAL_LENGTH).beginObject();
        line.name("time").value(Rfc3339.text(time));
        line.name("id").value(id);
        line.name("method").value(method);
        line.name("path").value(path);
        line.name("status").value(status);
        line.name("ms").value(BigDecimal.valueOf(micros, 3));
        if (left) {
            line.name("client_left").value(true);
        }
        if (receipt != null) {
            call(receipt, line);
        }
        return new String(line.endObject().toBytes(), StandardCharsets.UTF_8);
    }

    private static void call(Receipt receipt, JsonWriter line) {
        line.name("caller").value(receipt.caller().id());
        line.name("model").value(receipt.model());
        Route route = receipt.route();
        if (route != null) {
            line.name("provider").value(route.provider().name());
            line.name("upstream_model").value(route.model());
            line.name("cache").value(receipt.cache().result().name());
            if (receipt.cache().isCollapsed()) {
                line.name("collapsed").value(true);
            }
        }
        line.name("outcome").value(receipt.outcome().name());
        line.name("attempts").value(receipt.attempts());
        Usage usage = receipt.usage();
        if (usage != null) {
            line.name("prompt_tokens").value(usage.promptTokens());
            line.name("completion_tokens").value(usage.completionTokens());
            if (usage.isEstimate()) {
                line.name("estimated").value(true);
            }
        }
        Dollars.write(line.name("cost"), receipt.cost());
        Dollars.write(line.name("saved"), receipt.saved());
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
