/**
 * What the operator said, checked and in the daemon's own terms. A {@link io.ddm.daemon.config.ConfigKey} says once
 * what a key is called, which values it has, its default, and whether it applies live; flags, help, errors and the
 * table in docs/configuration.md follow from it.
 */
@NullMarked
package io.ddm.daemon.config;

import org.jspecify.annotations.NullMarked;
