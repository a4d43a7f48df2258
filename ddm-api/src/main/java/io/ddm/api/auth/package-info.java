/**
 * Authentication of both ends: files with secrets, certificates and keys in PEM, and proofs of exchange messages. JDK
 * only. Nothing here is loaded unless it is configured. No exception message and no {@code toString} contains a secret.
 */
@NullMarked
package io.ddm.api.auth;

import org.jspecify.annotations.NullMarked;
