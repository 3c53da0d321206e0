/** The exact cache: what is kept, under which key, and when it answers in a provider's place. */
@NullMarked
package dev.qlite.cache;

import org.jspecify.annotations.NullMarked;
