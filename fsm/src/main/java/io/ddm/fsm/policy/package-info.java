/**
 * What may be imported and exported: the operator's filters and limits, addresses that no router may attract, and what
 * belongs to this machine. Imports {@code model}.
 */
@NullMarked
package io.ddm.fsm.policy;

import org.jspecify.annotations.NullMarked;
