/** The stream of events over real sockets. */
@NullMarked
package io.ddm.daemon.admin.events;

import org.jspecify.annotations.NullMarked;
