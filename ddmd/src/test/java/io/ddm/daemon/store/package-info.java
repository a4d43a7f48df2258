/** Tests of the store. */
@NullMarked
package io.ddm.daemon.store;

import org.jspecify.annotations.NullMarked;
