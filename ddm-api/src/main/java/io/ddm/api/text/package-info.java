/** Escapes text from peers and clients for people. */
@NullMarked
package io.ddm.api.text;

import org.jspecify.annotations.NullMarked;
