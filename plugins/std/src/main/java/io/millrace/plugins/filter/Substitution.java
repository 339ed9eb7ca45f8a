package io.millrace.plugins.filter;

import io.millrace.event.ByteSlice;
import io.millrace.event.Pack;
import io.millrace.event.PackText;
import io.millrace.event.RecordEditor;
import io.millrace.event.RecordPath;
import io.millrace.expr.Expression;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.Scope;
import java.util.List;

/** A {@code <replace>}, compiled: Ruby's {@code gsub} on the text of one field. Immutable. */
final class Substitution {
  private final RecordPath key;
  private final RecordModifierFilter.Replace settings;
  private final Expression gsub;

  Substitution(RecordModifierFilter.Replace settings, ExpressionCompiler compiler) {
    this.key = RecordPath.ofKey(settings.key());
    this.settings = settings;
    this.gsub = compiler.compile("text.gsub(pattern, by)", List.of("text", "pattern", "by"));
  }

  /** Changes the field of {@code record}, if it is text and matches. */
  void apply(RecordEditor record) {
    ByteSlice packed = record.record();
    int at = key.find(packed.array(), packed.offset());
    if (at < 0 || !Pack.isRaw(packed.array(), at)) {
      return;
    }
    ByteSlice text = PackText.bytes(packed.array(), at);
    if (settings.expression().find(text)) {
      Object changed =
          gsub.evaluate(Scope.of(text.toString(), settings.expression(), settings.replace()));
      record.set(key, changed);
    }
  }
}
