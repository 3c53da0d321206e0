/** The one way of every call, plain or streamed: an ordered list of stages, then the provider. */
@NullMarked
package dev.qlite.pipeline;

import org.jspecify.annotations.NullMarked;
