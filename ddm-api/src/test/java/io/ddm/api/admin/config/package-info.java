@NullMarked
package io.ddm.api.admin.config;

import org.jspecify.annotations.NullMarked;
