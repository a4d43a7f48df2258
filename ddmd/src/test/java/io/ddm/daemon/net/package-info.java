/** Tests of the exchange's keys, without links. */
@NullMarked
package io.ddm.daemon.net;

import org.jspecify.annotations.NullMarked;
