/** The configuration: YAML and the environment to a gateway ready to build, with errors that name line and key. */
@NullMarked
package dev.qlite.config;

import org.jspecify.annotations.NullMarked;
