/**
 * The client of the admin API: {@link io.ddm.api.client.AdminClient} has a method for each operation, and one exception
 * whose kind says what became of a request. It connects over TCP, with TLS or without, or over a unix socket. Imports
 * {@code io.ddm.api.admin}, and the JDK's HTTP client that loads fastest.
 */
@NullMarked
package io.ddm.api.client;

import org.jspecify.annotations.NullMarked;
