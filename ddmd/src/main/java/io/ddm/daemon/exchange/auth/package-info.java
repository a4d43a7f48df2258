/**
 * Authentication of exchange messages by shared keys: proofs of requests and replies, challenges, and protection
 * against replays. Imports {@code io.ddm.api.access} and files that are watched.
 */
@NullMarked
package io.ddm.daemon.exchange.auth;

import org.jspecify.annotations.NullMarked;
