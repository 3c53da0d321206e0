package dev.qlite.provider;

import dev.qlite.chat.LoopDetectedException;
import dev.qlite.pipeline.Call;
import dev.qlite.transport.TransportRequest;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Marks what a provider sends, and knows its mark again: a call that comes round would go on for ever, and each round be
 * paid for. The mark is {@code CDN-Loop} (RFC 8586), which other gateways pass on. Thread-safe.
 */
final class LoopGuard {
    private static final String HEADER = "CDN-Loop";

    private final String mark;

    LoopGuard() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        this.mark = "qlite-" + HexFormat.of().formatHex(random);
    }

    /**
     * The request with this provider's mark behind those of the gateways before.
     *
     * @throws LoopDetectedException if the call has it already
     */
    TransportRequest mark(TransportRequest request, Call call, String provider) {
        String before = call.passedBy();
        if (before.contains(mark)) {
            throw new LoopDetectedException(provider);
        }
        return request.with(HEADER, before.isEmpty() ? mark : before + ", " + mark);
    }
}
