/**
 * Parsers: text to packed records. Each writes a record's fields; {@link
 * io.millrace.plugins.parser.RecordRules} then takes the time out, turns null values into nil and
 * converts types, by the settings all parsers share.
 */
@NullMarked
package io.millrace.plugins.parser;

import org.jspecify.annotations.NullMarked;
