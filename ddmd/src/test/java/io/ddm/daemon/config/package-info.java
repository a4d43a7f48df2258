@NullMarked
package io.ddm.daemon.config;

import org.jspecify.annotations.NullMarked;
