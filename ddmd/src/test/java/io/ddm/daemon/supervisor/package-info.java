/** Tests of what a service manager is notified of. */
@NullMarked
package io.ddm.daemon.supervisor;

import org.jspecify.annotations.NullMarked;
