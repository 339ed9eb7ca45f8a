package io.millrace.plugins.ruby.engine;

import io.millrace.event.EventTime;
import io.millrace.event.RubyRegexp;
import io.millrace.expr.RubyRange;
import io.millrace.expr.RubySymbol;
import io.millrace.expr.RubyTime;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jcodings.specific.ASCIIEncoding;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.jruby.Ruby;
import org.jruby.RubyArray;
import org.jruby.RubyBignum;
import org.jruby.RubyHash;
import org.jruby.RubyObject;
import org.jruby.RubyString;
import org.jruby.runtime.builtin.IRubyObject;
import org.jruby.util.ByteList;
import org.jspecify.annotations.Nullable;

/**
 * Makes Ruby values of the values of expressions. What Ruby has no class for, such as a MessagePack
 * extension, becomes an object without methods that comes back as it was.
 */
final class ToRuby {

  private final Ruby runtime;

  ToRuby(Ruby runtime) {
    this.runtime = runtime;
  }

  IRubyObject value(@Nullable Object value) {
    if (value == null) {
      return runtime.getNil();
    }
    if (value instanceof String text) {
      return RubyString.newUnicodeString(runtime, text);
    }
    if (value instanceof Long number) {
      return runtime.newFixnum(number);
    }
    if (value instanceof Boolean truth) {
      return runtime.newBoolean(truth);
    }
    if (value instanceof Map<?, ?> map) {
      return hash(map);
    }
    if (value instanceof List<?> list) {
      return array(list);
    }
    if (value instanceof Double number) {
      return runtime.newFloat(number);
    }
    return rare(value);
  }

  private IRubyObject rare(Object value) {
    if (value instanceof BigInteger big) {
      return RubyBignum.newBignum(runtime, big);
    }
    if (value instanceof byte[] bytes) {
      return RubyString.newString(
          runtime, new ByteList(bytes.clone(), ASCIIEncoding.INSTANCE, false));
    }
    if (value instanceof RubySymbol symbol) {
      return runtime.newSymbol(symbol.name());
    }
    if (value instanceof RubyTime time) {
      return time(time);
    }
    if (value instanceof EventTime time) {
      return runtime
          .getClassFromPath("Fluent::EventTime")
          .callMethod(
              runtime.getCurrentContext(),
              "new",
              new IRubyObject[] {
                runtime.newFixnum(time.seconds()), runtime.newFixnum(time.nanos())
              });
    }
    if (value instanceof RubyRange range) {
      IRubyObject[] bounds = {value(range.first()), value(range.last())};
      return org.jruby.RubyRange.newRange(
          runtime.getCurrentContext(), bounds[0], bounds[1], range.exclusive());
    }
    if (value instanceof RubyRegexp regexp) {
      return runtime.evalScriptlet(regexp.toString());
    }
    return opaque(value);
  }

  private IRubyObject hash(Map<?, ?> map) {
    RubyHash hash = RubyHash.newHash(runtime);
    map.forEach((key, item) -> hash.op_aset(runtime.getCurrentContext(), value(key), value(item)));
    return hash;
  }

  private IRubyObject array(List<?> list) {
    RubyArray<?> array = runtime.newArray(list.size());
    list.forEach(item -> array.append(value(item)));
    return array;
  }

  private IRubyObject time(RubyTime time) {
    Instant instant = time.instant();
    long millis = instant.toEpochMilli();
    DateTime moment = new DateTime(millis, zone(time.zone()));
    // JRuby keeps the nanoseconds below the millisecond beside the moment.
    long nanos = Instant.ofEpochMilli(millis).until(instant, ChronoUnit.NANOS);
    return org.jruby.RubyTime.newTime(runtime, moment, nanos);
  }

  private static DateTimeZone zone(ZoneId zone) {
    if (zone.equals(ZoneOffset.UTC)) {
      return DateTimeZone.UTC;
    }
    return zone instanceof ZoneOffset offset
        ? DateTimeZone.forOffsetMillis(offset.getTotalSeconds() * 1000)
        : DateTimeZone.forID(zone.getId());
  }

  private IRubyObject opaque(Object value) {
    RubyObject object = new RubyObject(runtime, runtime.getObject());
    object.dataWrapStruct(value);
    return object;
  }
}
