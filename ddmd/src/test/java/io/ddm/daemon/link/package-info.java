/** Tests of {@link io.ddm.daemon.link}. */
@NullMarked
package io.ddm.daemon.link;

import org.jspecify.annotations.NullMarked;
