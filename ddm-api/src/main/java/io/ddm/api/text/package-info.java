/** Text that peers and clients chose, on its way to a person. */
@NullMarked
package io.ddm.api.text;

import org.jspecify.annotations.NullMarked;
