/** What tests of qlite, and of what is built on it, share: real fakes to put in the place of a client or a provider. */
@NullMarked
package dev.qlite.testing;

import org.jspecify.annotations.NullMarked;
