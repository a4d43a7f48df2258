/** Tests of who may administer. */
@NullMarked
package io.ddm.daemon.access;

import org.jspecify.annotations.NullMarked;
