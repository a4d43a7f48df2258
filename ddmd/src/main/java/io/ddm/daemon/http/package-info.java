/**
 * What the admin server and the exchange servers share: a table of routes over a Vert.x server, with the answers of the
 * reference's HTTP layer to what does not fit (404, 405 with {@code allow}, a body that is too large), byte for byte.
 */
@NullMarked
package io.ddm.daemon.http;

import org.jspecify.annotations.NullMarked;
