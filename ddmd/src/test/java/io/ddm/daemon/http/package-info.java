/** Tests of what the servers share. */
@NullMarked
package io.ddm.daemon.http;

import org.jspecify.annotations.NullMarked;
