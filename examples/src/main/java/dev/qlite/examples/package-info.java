/** Programs to start from; the documentation's code is cut from them. */
@NullMarked
package dev.qlite.examples;

import org.jspecify.annotations.NullMarked;
