/** Recorded answers of real providers, served again and asked for through qlite. */
@NullMarked
package dev.qlite.servlet.conformance;

import org.jspecify.annotations.NullMarked;
