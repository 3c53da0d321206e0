/** The proxy and the mock server as commands: wiring only. */
@NullMarked
package dev.qlite.standalone;

import org.jspecify.annotations.NullMarked;
