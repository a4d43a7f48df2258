@NullMarked
package io.ddm.daemon.observe;

import org.jspecify.annotations.NullMarked;
