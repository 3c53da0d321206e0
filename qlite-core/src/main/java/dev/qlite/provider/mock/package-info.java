/** A provider that answers by itself: deterministic, with scripted failures. */
@NullMarked
package dev.qlite.provider.mock;

import org.jspecify.annotations.NullMarked;
