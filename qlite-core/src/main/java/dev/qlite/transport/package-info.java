/** One cancellable HTTP exchange, in bytes: the SPI, and what its implementations share. */
@NullMarked
package dev.qlite.transport;

import org.jspecify.annotations.NullMarked;
