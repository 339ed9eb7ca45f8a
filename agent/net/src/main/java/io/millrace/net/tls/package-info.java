/**
 * Certificates, keys and trust of TLS, of PEM files, for those who listen and those who connect.
 * Needs nothing but the JDK.
 */
@NullMarked
package io.millrace.net.tls;

import org.jspecify.annotations.NullMarked;
