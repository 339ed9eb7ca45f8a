package io.millrace.plugins.ruby.engine;

import io.millrace.event.EventTime;
import io.millrace.event.Utf8;
import io.millrace.expr.ExpressionException;
import io.millrace.expr.RubyRange;
import io.millrace.expr.RubySymbol;
import io.millrace.expr.RubyTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jcodings.Encoding;
import org.jcodings.specific.ASCIIEncoding;
import org.jcodings.specific.USASCIIEncoding;
import org.jcodings.specific.UTF8Encoding;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.jruby.RubyArray;
import org.jruby.RubyBignum;
import org.jruby.RubyBoolean;
import org.jruby.RubyFixnum;
import org.jruby.RubyFloat;
import org.jruby.RubyHash;
import org.jruby.RubyNil;
import org.jruby.RubyString;
import org.jruby.runtime.builtin.IRubyObject;
import org.jruby.util.ByteList;
import org.jspecify.annotations.Nullable;

/**
 * Makes values of expressions of Ruby's. A string becomes what Ruby's MessagePack library makes of
 * it: text, transcoded if it is no UTF-8, or binary data. An object of any other class becomes its
 * text.
 */
final class FromRuby {

  private static final int MAX_DEPTH = 128;

  private int depth;

  @Nullable Object value(IRubyObject value) {
    if (value instanceof RubyString text) {
      return text(text);
    }
    if (value instanceof RubyFixnum number) {
      return number.getLongValue();
    }
    if (value instanceof RubyNil) {
      return null;
    }
    if (value instanceof RubyBoolean truth) {
      return truth.isTrue();
    }
    if (value instanceof RubyHash || value instanceof RubyArray<?>) {
      return nested(value);
    }
    if (value instanceof RubyFloat number) {
      return number.getDoubleValue();
    }
    return rare(value);
  }

  private Object nested(IRubyObject value) {
    if (++depth > MAX_DEPTH) {
      throw new ExpressionException(
          "ArgumentError", "nesting of more than " + MAX_DEPTH + " levels");
    }
    Object nested = value instanceof RubyHash hash ? map(hash) : list((RubyArray<?>) value);
    depth--;
    return nested;
  }

  Map<@Nullable Object, @Nullable Object> map(RubyHash hash) {
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    hash.visitAll(
        hash.getRuntime().getCurrentContext(),
        new RubyHash.VisitorWithState<Map<@Nullable Object, @Nullable Object>>() {
          @Override
          public void visit(
              org.jruby.runtime.ThreadContext context,
              RubyHash self,
              IRubyObject key,
              IRubyObject item,
              int index,
              Map<@Nullable Object, @Nullable Object> state) {
            state.put(value(key), value(item));
          }
        },
        map);
    return map;
  }

  List<@Nullable Object> list(RubyArray<?> array) {
    List<@Nullable Object> list = new ArrayList<>(array.getLength());
    for (int i = 0; i < array.getLength(); i++) {
      list.add(value(array.eltOk(i)));
    }
    return list;
  }

  private static Object text(RubyString text) {
    Encoding encoding = text.getEncoding();
    ByteList bytes = text.getByteList();
    byte[] array = bytes.getUnsafeBytes();
    int from = bytes.getBegin();
    int to = from + bytes.getRealSize();
    boolean utf8 =
        encoding.equals(UTF8Encoding.INSTANCE) || encoding.equals(USASCIIEncoding.INSTANCE);
    if (utf8 && Utf8.isValid(array, from, to)) {
      return new String(array, from, to - from, StandardCharsets.UTF_8);
    }
    if (utf8 || encoding.equals(ASCIIEncoding.INSTANCE)) {
      return bytes.bytes();
    }
    return text.decodeString();
  }

  private Object rare(IRubyObject value) {
    if (value instanceof RubyBignum big) {
      return big.getValue();
    }
    if (value instanceof org.jruby.RubySymbol symbol) {
      return new RubySymbol(symbol.idString());
    }
    if (value instanceof org.jruby.RubyTime time) {
      return time(time);
    }
    if (value instanceof org.jruby.RubyRange range) {
      org.jruby.runtime.ThreadContext context = value.getRuntime().getCurrentContext();
      return new RubyRange(
          value(range.first(context)), value(range.end(context)), range.isExcludeEnd());
    }
    if (value.getMetaClass().getName().equals("Fluent::EventTime")) {
      return new EventTime(integer(value, "sec"), (int) integer(value, "nsec"));
    }
    Object wrapped = value.dataGetStruct();
    return wrapped != null && value.getMetaClass().equals(value.getRuntime().getObject())
        ? wrapped
        : value.asString().asJavaString();
  }

  private static long integer(IRubyObject object, String accessor) {
    return ((RubyFixnum) object.callMethod(object.getRuntime().getCurrentContext(), accessor))
        .getLongValue();
  }

  private static RubyTime time(org.jruby.RubyTime time) {
    DateTime moment = time.getDateTime();
    Instant instant = Instant.ofEpochMilli(moment.getMillis()).plusNanos(time.getNSec());
    return new RubyTime(instant, zone(time, moment.getZone()));
  }

  private static ZoneId zone(org.jruby.RubyTime time, DateTimeZone zone) {
    if (time.isUTC()) {
      return ZoneOffset.UTC;
    }
    return zone.isFixed()
        ? ZoneOffset.ofTotalSeconds(zone.getOffset(0) / 1000)
        : ZoneId.of(zone.getID());
  }
}
