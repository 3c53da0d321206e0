/** The front door of qlite for a Java program. */
@NullMarked
package dev.qlite;

import org.jspecify.annotations.NullMarked;
