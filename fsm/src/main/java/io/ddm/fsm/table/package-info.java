/**
 * Tables whose cost no input can degrade: ordered by comparison, never hashed, with snapshots that cost little.
 */
@NullMarked
package io.ddm.fsm.table;

import org.jspecify.annotations.NullMarked;
