/** What survives a restart: acknowledged originations, and the faults that ended the daemon. */
@NullMarked
package io.ddm.daemon.store;

import org.jspecify.annotations.NullMarked;
