/** What all outputs to Amazon Web Services share: credentials and HTTP transport. */
@NullMarked
package io.millrace.plugins.aws;

import org.jspecify.annotations.NullMarked;
