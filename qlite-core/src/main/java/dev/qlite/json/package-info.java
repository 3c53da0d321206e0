/**
 * JSON (RFC 8259) as an immutable view over its bytes.
 *
 * <p>A parse is one pass of the {@code Tokenizer} over the bytes; it leaves a flat {@code Tape} of offsets, and
 * {@link dev.qlite.json.Json} is a position on that tape. Nothing is decoded before it is asked for, so what is not
 * touched (unknown fields, the spelling of numbers, white space) goes on exactly as it came.
 */
@NullMarked
package dev.qlite.json;

import org.jspecify.annotations.NullMarked;
