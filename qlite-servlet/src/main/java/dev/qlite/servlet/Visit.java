package dev.qlite.servlet;

import dev.qlite.chat.OverloadedException;
import dev.qlite.pipeline.Budget;
import dev.qlite.pipeline.Receipt;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP request from its arrival until its line in the log. For one thread at a time. */
final class Visit {
    private static final Logger LOG = LoggerFactory.getLogger("dev.qlite.access");
    private static final String ATTRIBUTE = Visit.class.getName();

    private final String requestId;
    private final HttpServletRequest request;
    private final Instant time = Instant.now();
    private final long begun = System.nanoTime();
    private final AtomicReference<@Nullable Admission> admission = new AtomicReference<>();
    private final Budget.Share memory;
    private @Nullable Answer answer;

    private Visit(String requestId, HttpServletRequest request, Budget memory) {
        this.requestId = requestId;
        this.request = request;
        this.memory = memory.share();
    }

    /** @param memory what its body is held in */
    static Visit begin(HttpServletRequest request, HttpServletResponse response, Budget memory) {
        Visit visit = new Visit(RequestIds.give(request, response), request, memory);
        request.setAttribute(ATTRIBUTE, visit);
        return visit;
    }

    /** The visit that a dispatched request belongs to. */
    static Visit resume(HttpServletRequest request) {
        return (Visit) Objects.requireNonNull(request.getAttribute(ATTRIBUTE));
    }

    String requestId() {
        return requestId;
    }

    /** What it holds of the memory; given back with its end. */
    Budget.Share memory() {
        return memory;
    }

    /**
     * Takes a place among the requests under way.
     *
     * @throws OverloadedException if none is free
     */
    void enter(Admission places) {
        places.enter();
        admission.set(places);
    }

    /** Its last byte is written, or nobody wants it: gives back what it took. Idempotent; for any thread. */
    void end() {
        memory.close();
        Admission places = admission.getAndSet(null);
        if (places != null) {
            places.leave();
        }
    }

    /** Keeps an answer for the thread that will write it. */
    void keep(Answer answer) {
        this.answer = answer;
    }

    /** Writes the answer that was kept. */
    void answer(HttpServletResponse response) throws IOException {
        answer(Objects.requireNonNull(answer), response);
    }

    /** Writes an answer, and a line in the log. */
    void answer(Answer answer, HttpServletResponse response) throws IOException {
        boolean left = false;
        try (answer) {
            answer.writeTo(response);
        } catch (BrokenOffException e) {
            throw e;
        } catch (IOException e) {
            left = true;
            LOG.debug("request {}: the client left", requestId, e);
            throw e;
        } finally {
            log(answer, response.getStatus(), left);
        }
    }

    private void log(Answer answer, int status, boolean left) {
        Receipt receipt = answer.receipt();
        request.setAttribute(AccessLogFilter.RECEIPT, receipt);
        if (left) {
            request.setAttribute(AccessLogFilter.LEFT, true);
        }
        if (!AccessLogFilter.covers(request)) {
            long micros = (System.nanoTime() - begun) / 1_000;
            LOG.info(new AccessLine(
                            time,
                            requestId,
                            request.getMethod(),
                            request.getRequestURI(),
                            status,
                            micros,
                            left,
                            receipt)
                    .text());
        }
        Throwable fault = answer.fault();
        if (fault != null) {
            LOG.error("request {}: internal error", requestId, fault);
        }
    }
}
