/** Tests of the documents about interfaces, groups, targets and probes. */
@NullMarked
package io.ddm.api.admin.stat;

import org.jspecify.annotations.NullMarked;
