/** OpenAI, and every server that speaks its API. */
@NullMarked
package dev.qlite.provider.openai;

import org.jspecify.annotations.NullMarked;
