/** Proves the Linux data plane against bytes and against a real kernel. */
@NullMarked
package io.ddm.daemon.dataplane.linux;

import org.jspecify.annotations.NullMarked;
