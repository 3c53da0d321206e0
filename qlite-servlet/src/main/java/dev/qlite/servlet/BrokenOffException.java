package dev.qlite.servlet;

import dev.qlite.chat.QliteException;
import java.io.IOException;

/** An answer that passes unread broke off: the container must break the connection off too, lest its end look good. */
final class BrokenOffException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenOffException(QliteException failure) {
        super("the answer broke off", failure);
    }
}
