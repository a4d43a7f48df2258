/** What holds for all that is read of other processes: the texts, and the inputs that the fuzzer has kept. */
@NullMarked
package io.ddm.api;

import org.jspecify.annotations.NullMarked;
