/** Tests of discovery on real links. */
@NullMarked
package io.ddm.daemon.discovery;

import org.jspecify.annotations.NullMarked;
