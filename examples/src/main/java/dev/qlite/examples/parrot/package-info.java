/** A provider of one's own: an imagined API, and all that qlite needs to speak it. */
@NullMarked
package dev.qlite.examples.parrot;

import org.jspecify.annotations.NullMarked;
