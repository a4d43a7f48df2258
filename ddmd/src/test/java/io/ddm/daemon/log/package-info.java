@NullMarked
package io.ddm.daemon.log;

import org.jspecify.annotations.NullMarked;
