/** Tests of what operators see of interfaces, groups, destinations and probes. */
@NullMarked
package io.ddm.daemon.admin.status;

import org.jspecify.annotations.NullMarked;
