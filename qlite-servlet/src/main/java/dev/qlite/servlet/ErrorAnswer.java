package dev.qlite.servlet;

import dev.qlite.chat.InternalErrorException;
import dev.qlite.chat.QliteException;
import dev.qlite.pipeline.CallFailedException;
import dev.qlite.pipeline.Receipt;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A failure as OpenAI's clients expect it: the one place where failures become HTTP. */
record ErrorAnswer(QliteException failure) implements Answer {
    /** What nobody had foreseen is a 500 that tells a client nothing. */
    static ErrorAnswer of(Throwable failure) {
        return new ErrorAnswer(failure instanceof QliteException known ? known : new InternalErrorException(failure));
    }

    @Override
    public void writeTo(HttpServletResponse response) throws IOException {
        Receipt receipt = receipt();
        if (receipt != null) {
            ReplyHeaders.set(receipt, response);
        }
        if (failure.status() == HttpServletResponse.SC_UNAUTHORIZED) {
            response.setHeader("WWW-Authenticate", "Bearer");
        }
        failure.headers().forEach(response::setHeader);
        Duration wait = failure.retryAfter();
        if (wait != null) {
            response.setHeader("Retry-After", Long.toString((wait.toMillis() + 999) / 1000));
            response.setHeader("Retry-After-Ms", Long.toString(wait.toMillis()));
        }
        JsonAnswer.send(failure.error().json(), failure.status(), response);
    }

    /** The failure as the last event of a stream that has begun; no {@code [DONE]} comes after it. */
    static byte[] event(QliteException failure) {
        return failure.error().json().toBytes();
    }

    @Override
    public @Nullable Receipt receipt() {
        return failure instanceof CallFailedException failed ? failed.receipt() : null;
    }

    @Override
    public @Nullable Throwable fault() {
        QliteException plain = failure instanceof CallFailedException failed ? failed.failure() : failure;
        return plain instanceof InternalErrorException ? plain.getCause() : null;
    }
}
