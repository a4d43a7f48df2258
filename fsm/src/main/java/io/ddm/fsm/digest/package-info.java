/**
 * What two routers compare instead of tables: keyed sums over entries. Imports {@code model}.
 */
@NullMarked
package io.ddm.fsm.digest;

import org.jspecify.annotations.NullMarked;
