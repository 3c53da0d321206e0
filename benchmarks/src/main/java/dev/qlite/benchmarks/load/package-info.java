/** Load on whole processes, side by side: the commands {@code compare}, {@code streams} and {@code profile}. */
@NullMarked
package dev.qlite.benchmarks.load;

import org.jspecify.annotations.NullMarked;
