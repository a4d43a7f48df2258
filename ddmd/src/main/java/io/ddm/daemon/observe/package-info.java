/** What operators can see: metrics, derived from the stream of events and effects. */
@NullMarked
package io.ddm.daemon.observe;

import org.jspecify.annotations.NullMarked;
