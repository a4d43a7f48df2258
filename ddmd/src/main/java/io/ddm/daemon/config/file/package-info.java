/**
 * The configuration file as text: TOML, read into keys with their values and lines. Knows no key by name;
 * {@link io.ddm.daemon.config.ConfigKeys} does.
 */
@NullMarked
package io.ddm.daemon.config.file;

import org.jspecify.annotations.NullMarked;
