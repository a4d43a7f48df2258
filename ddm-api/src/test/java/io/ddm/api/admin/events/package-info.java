/** Tests of the stream of events as readers see it. */
@NullMarked
package io.ddm.api.admin.events;

import org.jspecify.annotations.NullMarked;
