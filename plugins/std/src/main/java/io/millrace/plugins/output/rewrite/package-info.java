/** {@code @type rewrite_tag_filter}: new tags by what events hold. */
@NullMarked
package io.millrace.plugins.output.rewrite;

import org.jspecify.annotations.NullMarked;
