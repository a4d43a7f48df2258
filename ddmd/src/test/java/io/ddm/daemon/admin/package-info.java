/** The admin API as clients meet it: a whole daemon without interfaces, asked over real sockets. */
@NullMarked
package io.ddm.daemon.admin;

import org.jspecify.annotations.NullMarked;
