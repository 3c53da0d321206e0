/** What an answer costs: the price list as data, and the arithmetic. */
@NullMarked
package dev.qlite.cost;

import org.jspecify.annotations.NullMarked;
