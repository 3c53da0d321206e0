/** What the parts of qlite cost, each by itself, measured with JMH. */
@NullMarked
package dev.qlite.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
