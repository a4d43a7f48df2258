/**
 * Access control of the admin API: bearer tokens, sessions of browsers, client certificates, host names, and the file
 * permissions of the unix socket. A request must pass every configured check, and the lowest role counts; without
 * configuration every client may do everything, as in the reference. Nothing here is loaded unless a flag asks for
 * it. Imports {@code http} and Vert.x.
 */
@NullMarked
package io.ddm.daemon.access;

import org.jspecify.annotations.NullMarked;
