/**
 * Makes keys and certificates, with the JDK alone: {@link io.millrace.net.x509.Authority} is one
 * that signs.
 */
@NullMarked
package io.millrace.net.x509;

import org.jspecify.annotations.NullMarked;
