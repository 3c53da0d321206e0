/** Which provider answers, and how one is asked over HTTP; each provider's own ways live in its sub-package. */
@NullMarked
package dev.qlite.provider;

import org.jspecify.annotations.NullMarked;
