/** Anthropic: the Messages API. */
@NullMarked
package dev.qlite.provider.anthropic;

import org.jspecify.annotations.NullMarked;
