package io.millrace.plugins.filter;

import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import io.millrace.event.RecordPath;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ScriptHost;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields of record_modifier's {@code <record>}, compiled. What most configurations say, a part
 * of the tag or a field of the record, is copied without an expression. Immutable.
 *
 * @param fields in order
 * @param mayMutate whether an expression may change the record itself
 * @param compiler for whatever else needs Ruby
 */
record ModifierFields(List<Field> fields, boolean mayMutate, ExpressionCompiler compiler) {
  private static final Pattern TAG_PART =
      Pattern.compile("\\$\\{\\s*tag_parts\\[(-?\\d{1,9})]\\s*}");
  private static final Pattern RECORD_FIELD =
      Pattern.compile("\\$\\{\\s*record\\[(['\"])([^'\"\\\\#]*)\\1]\\s*}");
  private static final Pattern TAG = Pattern.compile("\\$\\{\\s*tag\\s*}");
  private static final Pattern TIME = Pattern.compile("\\$\\{\\s*time\\s*}");

  /** One field. */
  record Field(String name, ByteSlice key, ValueTemplate value) {}

  /**
   * Compiles them.
   *
   * @throws IllegalArgumentException if one holds Ruby that cannot be compiled
   */
  static ModifierFields compile(RecordModifierFilter.Config config, PluginContext context) {
    ExpressionCompiler compiler =
        new ExpressionCompiler(
            new ScriptHost(
                System.getenv(), context.hostname(), context.clock(), ZoneId.systemDefault()));
    PreparedValues prepared = PreparedValues.of(config.prepareValue().orElse(""), compiler);
    RubyTemplates ruby = new RubyTemplates(compiler, true, prepared);
    Map<String, String> texts = new LinkedHashMap<>();
    config.records().forEach(section -> texts.putAll(section.fields()));
    List<Field> fields = new ArrayList<>();
    texts.forEach(
        (name, text) -> fields.add(new Field(name, ByteSlice.utf8(name), template(text, ruby))));
    return new ModifierFields(List.copyOf(fields), ruby.mayMutate(), compiler);
  }

  private static ValueTemplate template(String text, RubyTemplates ruby) {
    if (!text.contains("${")) {
      return ValueTemplate.constant(text);
    }
    if (TAG.matcher(text).matches()) {
      return (scope, out) -> {
        ByteSlice tag = scope.tag().utf8();
        out.text(tag.array(), tag.offset(), tag.length());
      };
    }
    if (TIME.matcher(text).matches()) {
      return (scope, out) -> out.eventTime(scope.event().seconds(), scope.event().nanos());
    }
    Matcher part = TAG_PART.matcher(text);
    if (part.matches()) {
      return tagPart(Integer.parseInt(part.group(1)));
    }
    Matcher field = RECORD_FIELD.matcher(text);
    return field.matches() ? copy(field.group(2), ruby) : ruby.value(text);
  }

  private static ValueTemplate tagPart(int index) {
    return (scope, out) -> {
      Tag tag = scope.tag();
      tag.part(index).ifPresentOrElse(out::text, out::nil);
    };
  }

  /** The field {@code name}; where expressions change the record, what they made of it. */
  private static ValueTemplate copy(String name, RubyTemplates ruby) {
    RecordPath key = RecordPath.ofKey(name);
    return (scope, out) -> {
      if (ruby.mayMutate()) {
        out.value(scope.wholeRecord().fields().get(name));
        return;
      }
      byte[] a = scope.event().array();
      int at = scope.event().find(key);
      if (at < 0) {
        out.nil();
      } else {
        out.sink().write(a, at, Pack.skip(a, at) - at);
      }
    };
  }
}
