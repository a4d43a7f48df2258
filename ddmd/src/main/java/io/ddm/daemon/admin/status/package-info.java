/**
 * What operators ask first: the router with every configured link, what has happened, and why a destination is reached
 * as it is. Each is computed from reports of the router when it is asked for.
 */
@NullMarked
package io.ddm.daemon.admin.status;

import org.jspecify.annotations.NullMarked;
