/** What a Kubernetes cluster knows of the pods whose events pass. */
@NullMarked
package io.millrace.plugins.kubernetes;

import org.jspecify.annotations.NullMarked;
