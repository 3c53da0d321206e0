/** OpenAI's chat documents as typed views over JSON kept as it came, with builders, and the errors a client sees. */
@NullMarked
package dev.qlite.chat;

import org.jspecify.annotations.NullMarked;
