/** JSON as an immutable view over its bytes. */
@NullMarked
package dev.qlite.json;

import org.jspecify.annotations.NullMarked;
