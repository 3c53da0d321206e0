package dev.qlite.servlet;

import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.Event;
import dev.qlite.pipeline.Receipt;
import dev.qlite.pipeline.Reply;
import dev.qlite.sse.SseWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A reply of the pipeline on its way to the client: one document, or piece by piece as it comes. */
final class ReplyAnswer implements Answer {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final Reply reply;
    private final Duration heartbeat;
    private final boolean takesTrailers;
    private @Nullable ErrorAnswer broken;
    private @Nullable SseWriter stream;
    private boolean begun; // an event was written, though perhaps not sent

    /** @param takesTrailers whether the client reads what comes after the body */
    ReplyAnswer(Reply reply, Duration heartbeat, boolean takesTrailers) {
        this.reply = reply;
        this.takesTrailers = takesTrailers;
        this.heartbeat = heartbeat;
    }

    @Override
    public void writeTo(HttpServletResponse response) throws IOException {
        ReplyHeaders.set(reply.head(), response);
        if (reply instanceof Reply.Document document) {
            JsonAnswer.send(document.body(), reply.head().status(), response);
            return;
        }
        response.setStatus(reply.head().status());
        if (takesTrailers && reply.head().cost() == null && !response.containsHeader("Content-Length")) {
            response.setHeader("Trailer", ReplyHeaders.TRAILERS);
            response.setTrailerFields(() -> ReplyHeaders.trailers(reply));
        }
        try {
            if (reply instanceof Reply.Events events) {
                stream(events, response);
            } else if (reply instanceof Reply.Bytes bytes) {
                pass(bytes, response.getOutputStream());
            }
        } catch (QliteException e) {
            breakOff(e, response);
        }
    }

    @Override
    public Receipt receipt() {
        return reply.receipt();
    }

    @Override
    public @Nullable Throwable fault() {
        return broken == null ? null : broken.fault();
    }

    @Override
    public void close() {
        reply.close();
    }

    /** One flush for all the events that are at hand; a comment when none has come for long. */
    private void stream(Reply.Events events, HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        SseWriter out = SseWriter.to(response.getOutputStream());
        stream = out;
        long now = System.nanoTime();
        Event event = events.next(now);
        while (event != null) {
            if (event == Event.NOT_YET) {
                out.flush();
                now = System.nanoTime();
                event = events.next(now + heartbeat.toNanos());
                if (event == Event.NOT_YET) {
                    out.comment("keep-alive");
                }
            } else {
                out.event(event.data());
                begun = true;
                event = events.next(now); // only what is at hand
            }
        }
        out.event(DONE);
        out.drain();
    }

    private void pass(Reply.Bytes bytes, OutputStream out) throws IOException {
        ByteBuffer piece = bytes.next(System.nanoTime());
        while (piece != null) {
            if (piece.hasRemaining()) {
                out.write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
                piece = bytes.next(System.nanoTime());
            } else {
                out.flush();
                piece = bytes.next(System.nanoTime() + heartbeat.toNanos());
            }
        }
    }

    /**
     * While a client has nothing a failure can still be a status; after that it is an event, or an abrupt end. What an
     * answer had said is shown: it is paid for.
     */
    private void breakOff(QliteException failure, HttpServletResponse response) throws IOException {
        broken = new ErrorAnswer(failure);
        if (!response.isCommitted() && !begun) {
            FirstHeaders.of(response).without("Content-Type").restore(response); // a charset outlives its content type
            broken.writeTo(response);
        } else if (stream != null) {
            stream.event(ErrorAnswer.event(failure));
            stream.drain();
        } else {
            response.flushBuffer(); // what came before
            throw new BrokenOffException(failure);
        }
    }
}
