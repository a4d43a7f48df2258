/** Tests of what is reported as a problem. */
@NullMarked
package io.ddm.daemon.health;

import org.jspecify.annotations.NullMarked;
