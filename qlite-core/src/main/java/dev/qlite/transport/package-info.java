/** One cancellable HTTP exchange, in bytes: the SPI and its default. */
@NullMarked
package dev.qlite.transport;

import org.jspecify.annotations.NullMarked;
