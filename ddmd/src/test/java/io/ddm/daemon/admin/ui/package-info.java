/** Tests of the status page. */
@NullMarked
package io.ddm.daemon.admin.ui;

import org.jspecify.annotations.NullMarked;
