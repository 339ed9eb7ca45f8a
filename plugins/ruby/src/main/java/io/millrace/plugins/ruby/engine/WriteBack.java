package io.millrace.plugins.ruby.engine;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jruby.RubyArray;
import org.jruby.RubyHash;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

/**
 * Brings what the code did to a hash or an array back into the map or list it was made of, so that
 * the code changes a record in place as in Ruby. An unchanged map or list is not touched.
 */
final class WriteBack {

  private WriteBack() {}

  @SuppressWarnings("unchecked") // a Ruby hash or array holds anything
  static void into(@Nullable Object original, IRubyObject changed) {
    if (original instanceof Map<?, ?> map && changed instanceof RubyHash hash) {
      Map<@Nullable Object, @Nullable Object> after = new FromRuby().map(hash);
      if (!sameEntries(map, after)) {
        Map<@Nullable Object, @Nullable Object> target =
            (Map<@Nullable Object, @Nullable Object>) map;
        target.clear();
        target.putAll(after);
      }
    } else if (original instanceof List<?> list && changed instanceof RubyArray<?> array) {
      List<@Nullable Object> after = new FromRuby().list(array);
      if (!after.equals(list)) {
        List<@Nullable Object> target = (List<@Nullable Object>) list;
        target.clear();
        target.addAll(after);
      }
    }
  }

  private static boolean sameEntries(Map<?, ?> before, Map<?, ?> after) {
    if (before.size() != after.size()) {
      return false;
    }
    Iterator<? extends Map.Entry<?, ?>> others = after.entrySet().iterator();
    for (Map.Entry<?, ?> entry : before.entrySet()) {
      Map.Entry<?, ?> other = others.next();
      if (!Objects.equals(entry.getKey(), other.getKey())
          || !same(entry.getValue(), other.getValue())) {
        return false;
      }
    }
    return true;
  }

  private static boolean same(@Nullable Object before, @Nullable Object after) {
    return before instanceof Map<?, ?> one && after instanceof Map<?, ?> other
        ? sameEntries(one, other)
        : Objects.equals(before, after);
  }
}
