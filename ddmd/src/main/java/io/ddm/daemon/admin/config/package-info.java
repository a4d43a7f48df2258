/**
 * Operations on the daemon's configuration: to read it again and apply what applies live, and to log something else for
 * a while. Which keys apply live is known to {@link io.ddm.daemon.config.ConfigKeys} alone.
 */
@NullMarked
package io.ddm.daemon.admin.config;

import org.jspecify.annotations.NullMarked;
