/** The door for servlet applications: OpenAI's endpoints, plain and streamed. */
@NullMarked
package dev.qlite.servlet;

import org.jspecify.annotations.NullMarked;
