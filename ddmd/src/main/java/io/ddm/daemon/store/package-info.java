/** What survives a restart: the prefixes and tunnel origins that were acknowledged to whoever originated them. */
@NullMarked
package io.ddm.daemon.store;

import org.jspecify.annotations.NullMarked;
