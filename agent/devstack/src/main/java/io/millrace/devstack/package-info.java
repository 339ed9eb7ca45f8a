/**
 * Real servers for the quickstart and the integration tests, on loopback, without containers: an
 * Elasticsearch node, an S3 server, and an STS endpoint whose temporary credentials are the only
 * ones the bucket accepts. Not shipped.
 *
 * <p><b>Class paths.</b> This package needs the JDK alone, so any module can use it in its tests.
 * Elasticsearch and S3Proxy bring a hundred jars that would clash with ours and with each other;
 * each lives in a module of its own under {@code servers}, runs in a JVM of its own, and tells this
 * package its class path through a file its build writes. Maven resolves the jars once, and works
 * offline from then on. The pom of this module names those modules as dependencies of type {@code
 * pom}, which puts nothing on a class path and makes Maven build them first.
 *
 * <p><b>Life.</b> A server's standard input is its tie to this JVM: when the pipe closes, by {@code
 * close()} or by the death of this JVM in any way, the server ends. A normal end, Ctrl-C among
 * them, also removes the work folders; after {@code kill -9} they stay in the temporary folder.
 *
 * <p><b>What is real.</b> S3Proxy verifies each signature with the secret that STS issued, and a
 * filter before it checks the session token and its end. STS is our own and small; it verifies the
 * caller's signature and each parameter. Each server can be told to fail, to be slow, and to go
 * down and come up again on its port.
 */
package io.millrace.devstack;
