/** Tests of the shell that need no namespace: its arrows, its store, its flags. */
@NullMarked
package io.ddm.daemon;

import org.jspecify.annotations.NullMarked;
