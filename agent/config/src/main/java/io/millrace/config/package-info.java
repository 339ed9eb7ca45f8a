/**
 * Configuration files: from text to elements, and from elements to the records that plugins
 * declare.
 */
@NullMarked
package io.millrace.config;

import org.jspecify.annotations.NullMarked;
