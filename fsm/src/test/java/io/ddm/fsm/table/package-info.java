@NullMarked
package io.ddm.fsm.table;

import org.jspecify.annotations.NullMarked;
