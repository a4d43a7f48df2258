@NullMarked
package io.ddm.api.text;

import org.jspecify.annotations.NullMarked;
