/** Google: the Gemini API. */
@NullMarked
package dev.qlite.provider.google;

import org.jspecify.annotations.NullMarked;
