/** Bodies of the admin API about the daemon's configuration: what a reload changes, and what is logged. */
@NullMarked
package io.ddm.api.admin.config;

import org.jspecify.annotations.NullMarked;
