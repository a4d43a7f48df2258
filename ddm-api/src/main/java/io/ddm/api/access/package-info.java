/**
 * What both ends of a protected conversation read and compute: files with secrets, certificates and keys in PEM, and
 * the message authentication of the exchange. The JDK alone; nothing here is loaded unless somebody asks for it. No
 * message of an exception and no {@code toString} shows a secret.
 */
@NullMarked
package io.ddm.api.access;

import org.jspecify.annotations.NullMarked;
