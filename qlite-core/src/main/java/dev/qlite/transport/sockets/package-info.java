/** The default transport: HTTP/1.1 on pooled blocking sockets, pulled by the thread that wants the answer. */
@NullMarked
package dev.qlite.transport.sockets;

import org.jspecify.annotations.NullMarked;
