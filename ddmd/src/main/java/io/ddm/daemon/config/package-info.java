/** What the operator said, checked and in the daemon's own terms. */
@NullMarked
package io.ddm.daemon.config;

import org.jspecify.annotations.NullMarked;
