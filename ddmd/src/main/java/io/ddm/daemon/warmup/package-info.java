/**
 * Makes the daemon fast before it is needed: private routers in the same process, which exchange prefixes with each
 * other until the code of that path is compiled. Imports whatever is on that path; only the daemon imports it.
 */
@NullMarked
package io.ddm.daemon.warmup;

import org.jspecify.annotations.NullMarked;
