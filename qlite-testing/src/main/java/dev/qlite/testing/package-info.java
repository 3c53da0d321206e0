/** What qlite's own tests and its users' share: a scripted upstream and the contracts of its SPIs. */
@NullMarked
package dev.qlite.testing;

import org.jspecify.annotations.NullMarked;
