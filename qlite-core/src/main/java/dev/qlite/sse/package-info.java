/** Reads and writes Server-Sent Events, on bytes; a leaf that knows nothing of qlite. */
@NullMarked
package dev.qlite.sse;

import org.jspecify.annotations.NullMarked;
