/** Tests of the shells of a link. */
@NullMarked
package io.ddm.daemon.net;

import org.jspecify.annotations.NullMarked;
