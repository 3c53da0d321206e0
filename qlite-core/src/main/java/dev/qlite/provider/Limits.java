package dev.qlite.provider;

import java.time.Duration;

/**
 * What an upstream's answer may take of qlite.
 *
 * @param maxAnswer the most bytes of a plain answer; a streamed one passes whatever its size
 * @param maxEvent the most bytes of one event
 * @param headDelay how long a stream's answer is held back, after the upstream's head, for a first event with content:
 *     until then a failure can still be an HTTP status
 */
public record Limits(int maxAnswer, int maxEvent, Duration headDelay) {
    /** 64 MB, 16 MB and 2 s. */
    public static final Limits DEFAULT = new Limits(64 << 20, 16 << 20, Duration.ofSeconds(2));

    /** @throws IllegalArgumentException if a size is not positive or the delay is negative */
    public Limits {
        if (maxAnswer <= 0) {
            throw new IllegalArgumentException("max_answer: " + maxAnswer + " (expected: > 0)");
        }
        if (maxEvent <= 0) {
            throw new IllegalArgumentException("max_event: " + maxEvent + " (expected: > 0)");
        }
        if (headDelay.isNegative()) {
            throw new IllegalArgumentException("head_delay: " + headDelay + " (expected: >= 0)");
        }
    }

    public Limits withMaxAnswer(int maxAnswer) {
        return new Limits(maxAnswer, maxEvent, headDelay);
    }

    public Limits withMaxEvent(int maxEvent) {
        return new Limits(maxAnswer, maxEvent, headDelay);
    }

    public Limits withHeadDelay(Duration headDelay) {
        return new Limits(maxAnswer, maxEvent, headDelay);
    }
}
