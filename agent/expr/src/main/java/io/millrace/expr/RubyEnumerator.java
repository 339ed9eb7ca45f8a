package io.millrace.expr;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an iterating method gives without a block, where the elements it would pass are known.
 *
 * @param elements what it would pass to the block
 * @param mapping whether the results of the block make up the result, as for {@code map}
 */
record RubyEnumerator(List<@Nullable Object> elements, boolean mapping) {

  static RubyEnumerator over(List<@Nullable Object> elements) {
    return new RubyEnumerator(elements, false);
  }
}
