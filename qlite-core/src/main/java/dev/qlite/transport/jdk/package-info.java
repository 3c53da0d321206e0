/** The transport on the JDK's own client. */
@NullMarked
package dev.qlite.transport.jdk;

import org.jspecify.annotations.NullMarked;
