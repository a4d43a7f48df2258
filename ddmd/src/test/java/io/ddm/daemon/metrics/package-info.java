/** Tests of what is counted. */
@NullMarked
package io.ddm.daemon.metrics;

import org.jspecify.annotations.NullMarked;
