/** What qlite's own tests and its users' share: a scripted upstream, contract suites, a capturing SSE writer. */
@NullMarked
package dev.qlite.testing;

import org.jspecify.annotations.NullMarked;
