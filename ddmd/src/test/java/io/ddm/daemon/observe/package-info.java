/** Tests of what operators can see. */
@NullMarked
package io.ddm.daemon.observe;

import org.jspecify.annotations.NullMarked;
