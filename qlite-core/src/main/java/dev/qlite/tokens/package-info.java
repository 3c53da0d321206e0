/** How many tokens a text has, with the encodings of OpenAI's models: for answers whose provider does not say. */
@NullMarked
package dev.qlite.tokens;

import org.jspecify.annotations.NullMarked;
