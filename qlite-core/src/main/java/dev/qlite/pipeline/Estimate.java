package dev.qlite.pipeline;

import dev.qlite.chat.ChatRequest;
import dev.qlite.chat.Usage;
import dev.qlite.json.Json;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The innermost stage: gives a chat answer that tells no usage an estimate of it, which is stored and told like a provider's own.
 * What has a usage passes as it is. Thread-safe.
 *
 * <p>A stream that ends without one gets a chunk more; of one that breaks off, or is cancelled, the receipt has the estimate.
 */
public final class Estimate implements Stage {
    private final TokenEstimator estimator;

    public Estimate(TokenEstimator estimator) {
        this.estimator = estimator;
    }

    @Override
    public Reply handle(Call call, Chain next) {
        Reply reply = next.proceed(call);
        if (!call.operation().equals(Operation.CHAT)) {
            return reply;
        }
        if (reply instanceof Reply.Document document) {
            return told(call, document);
        }
        return reply instanceof Reply.Events events ? new EstimatedEvents(events, call, this) : reply;
    }

    private Reply.Document told(Call call, Reply.Document document) {
        Json body = document.body();
        if (Usage.in(body) != null || !body.get("choices").isArray()) {
            return document;
        }
        Json told = body.toBuilder().put("usage", usage(call, body, 1).json()).build();
        Usage usage = Usage.in(told);
        Reply.Document whole = Reply.Document.of(
                document.head().withUsage(usage), told, document.receipt().withUsage(usage));
        return document.whole() ? whole : whole.unframed();
    }

    /**
     * About what an answer has used.
     *
     * @param known what is known of it
     * @param times how many times longer all of it is
     */
    private Usage usage(Call call, Json known, double times) {
        String model = Objects.requireNonNull(call.route(), "route").model();
        long completion = Math.round(times * estimator.completionTokens(known, model));
        return Usage.estimate(estimator.promptTokens(ChatRequest.of(call.body()), model), completion);
    }

    /** Events whose usage is estimated if they end without one. */
    private static final class EstimatedEvents extends ForwardingEvents {
        private final Call call;
        private final Estimate estimate;
        private final Heard heard = new Heard();
        private volatile @Nullable Usage usage;

        EstimatedEvents(Reply.Events inner, Call call, Estimate estimate) {
            super(inner);
            this.call = call;
            this.estimate = estimate;
        }

        @Override
        public @Nullable Event next(long until) {
            Event event = super.next(until);
            if (event == Event.NOT_YET) {
                return event;
            }
            if (event != null) {
                heard.add(event);
                return event;
            }
            boolean told = usage != null || super.receipt().usage() != null;
            Usage estimated = told ? null : estimated();
            return estimated == null ? null : Event.of(chunk(estimated));
        }

        /** For any thread, while another still reads. */
        @Override
        public Receipt receipt() {
            Receipt receipt = super.receipt();
            return receipt.usage() == null ? receipt.withUsage(estimated()) : receipt;
        }

        private @Nullable Usage estimated() {
            Usage estimated = usage;
            if (estimated == null) {
                Json known = heard.document();
                estimated = known == null ? null : estimate.usage(call, known, heard.times());
                usage = estimated;
            }
            return estimated;
        }

        private byte[] chunk(Usage usage) {
            return heard.last().toBuilder()
                    .put("choices", Json.array(List.of()))
                    .put("usage", usage.json())
                    .toBytes();
        }
    }
}
