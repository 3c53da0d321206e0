@NullMarked
package dev.qlite.benchmarks.load;

import org.jspecify.annotations.NullMarked;
