/**
 * Who may use the admin API, and how it is asked: tokens, client certificates, the unix socket's file permissions.
 * Every check that is configured must be passed, and the least role counts; without any, everybody who reaches the
 * address may do everything, as with the reference. Nothing here is loaded unless a flag asks for it. Imports:
 * {@code http}, Vert.x.
 */
@NullMarked
package io.ddm.daemon.access;

import org.jspecify.annotations.NullMarked;
