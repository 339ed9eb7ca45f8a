package io.millrace.bench;

import io.millrace.api.ParsedEvents;
import io.millrace.api.Parser;
import io.millrace.event.ByteArraySink;
import io.millrace.event.ByteSlice;
import io.millrace.event.JsonTranscoder;
import io.millrace.testkit.TestConfig;
import io.millrace.testkit.TestContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Every parser on a thousand lines of its own kind, each line with a time of its own where it has
 * one. The records are looked at but not kept, so what is allocated is garbage. Figures are per
 * line.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParserBenchmark implements ParsedEvents {
  private static final String NGINX_REGEXP =
      "expression /^(?<remote>[^ ]*) (?<host>[^ ]*) (?<user>[^ ]*) \\[(?<time>[^\\]]*)\\]"
          + " \"(?<method>\\S+)(?: +(?<path>[^\\\"]*?)(?: +\\S*)?)?\" (?<code>[^ ]*)"
          + " (?<size>[^ ]*)(?: \"(?<referer>[^\\\"]*)\" \"(?<agent>[^\\\"]*)\""
          + "(?:\\s+(?<http_x_forwarded_for>[^ ]+))?)?$/\n"
          + "time_format %d/%b/%Y:%H:%M:%S %z";

  private static final List<ByteSlice> RECORDS = Samples.records();

  /** A parser, how it is configured, and its lines. */
  public enum Kind {
    /** A record of {@link Samples} with a time in text. */
    JSON("@type json\ntime_type string\ntime_format %Y-%m-%dT%H:%M:%S.%N%z", Kind::json),
    /** The same fields, as msgpack. */
    MSGPACK("@type msgpack", Kind::msgpack),
    /** The expression that Fluentd's nginx parser has. */
    REGEXP("@type regexp\n" + NGINX_REGEXP, Kind::access),
    /** Access lines of nginx. */
    NGINX("@type nginx", Kind::access),
    /** Access lines of Apache, combined format. */
    APACHE2("@type apache2", Kind::access),
    /** The same lines. */
    APACHE("@type apache", Kind::access),
    /** Error lines of Apache. */
    APACHE_ERROR(
        "@type apache_error",
        i ->
            "[Wed Oct 11 14:%02d:%02d 2000] [error] [client 127.0.0.1] client denied by server: /%d"
                .formatted(i / 60 % 60, i % 60, i)),
    /** Lines of a container runtime. */
    CRI(
        "@type cri",
        i -> "2026-03-01T12:00:%02d.%09dZ stdout F ".formatted(i % 60, i * 1001) + message(i)),
    /** The same with a JSON message. */
    CRI_JSON(
        "@type cri\n<parse>\n@type json\n</parse>",
        i ->
            "2026-03-01T12:00:%02d.%09dZ stdout F {\"level\":\"info\",\"msg\":\"%s\"}"
                .formatted(i % 60, i * 1001, "order " + i)),
    /** RFC 3164. */
    SYSLOG(
        "@type syslog\nwith_priority true",
        i ->
            "<6>Feb 28 12:%02d:%02d 192.168.0.1 fluentd[%d]: [error] Syslog test %d"
                .formatted(i / 60 % 60, i % 60, 10000 + i, i)),
    /** RFC 5424. */
    SYSLOG_5424(
        "@type syslog\nmessage_format rfc5424\nwith_priority true",
        i ->
            ("<16>1 2026-02-28T12:%02d:%02d.003Z 192.168.0.1 fluentd %d ID24224"
                    + " [exampleSDID@20224 iut=\"3\" eventID=\"%d\"] Hi, from Fluentd!")
                .formatted(i / 60 % 60, i % 60, 10000 + i, i)),
    /** Five columns. */
    CSV(
        "@type csv\nkeys time,host,req_id,user,text",
        i -> "2026-02-28 12:%02d:00 +0000,192.168.0.1,%d,-,\"a, b\"".formatted(i % 60, i)),
    /** Five columns. */
    TSV(
        "@type tsv\nkeys time,host,req_id,user,text",
        i -> "2026-02-28 12:%02d:00 +0000\t192.168.0.1\t%d\t-\ta b".formatted(i % 60, i)),
    /** Five columns, two of them converted. */
    LTSV(
        "@type ltsv\ntypes req_id:integer,ok:bool",
        i ->
            "time:2026-02-28 12:%02d:00 +0000\thost:192.168.0.1\treq_id:%d\tok:true\ttext:a b"
                .formatted(i % 60, i)),
    /** The line as it is. */
    NONE("@type none", Kind::message),
    /** JSON, if not that an access line; half of the lines each. */
    MULTI_FORMAT(
        "@type multi_format\n<pattern>\nformat json\n</pattern>\n<pattern>\nformat nginx\n</pattern>",
        i -> i % 2 == 0 ? "{\"a\":" + i + ",\"b\":\"text\"}" : access(i)),
    /** A stack trace of four lines. */
    MULTILINE(
        "@type multiline\nformat_firstline /\\d{4}-\\d{1,2}-\\d{1,2}/\n"
            + "format1 /^(?<time>\\d{4}-\\d{1,2}-\\d{1,2} \\d{1,2}:\\d{1,2}:\\d{1,2})"
            + " \\[(?<thread>.*)\\] (?<level>[^\\s]+)(?<message>.*)/",
        i ->
            ("2026-3-03 14:27:%02d [main] ERROR Main - order %d\njava.lang.RuntimeException: no\n"
                    + "    at Main.run(Main.java:1)\n    at Main.main(Main.java:2)")
                .formatted(i % 60, i));

    private final String configuration;
    private final IntFunction<Object> line;

    Kind(String configuration, IntFunction<Object> line) {
      this.configuration = configuration;
      this.line = line;
    }

    ByteSlice line(int i) {
      Object made = line.apply(i);
      return made instanceof ByteSlice bytes ? bytes : ByteSlice.utf8((String) made);
    }

    private static String message(int i) {
      return "GET /api/v1/orders/" + (100_000 + i) + " 200 12.7ms \"curl/8.5\"";
    }

    private static String access(int i) {
      return ("127.0.0.1 192.168.0.1 - [28/Feb/2026:12:%02d:%02d +0000] \"GET /a/%d HTTP/1.1\" 200"
              + " 777 \"-\" \"Opera/12.0\"")
          .formatted(i / 60 % 60, i % 60, i);
    }

    private static ByteSlice msgpack(int i) {
      return RECORDS.get(i);
    }

    private static String json(int i) {
      ByteArraySink out = new ByteArraySink(512);
      ByteSlice record = msgpack(i);
      JsonTranscoder.write(record.array(), record.offset(), out);
      return "{\"time\":\"2026-03-01T12:00:%02d.%09dZ\",%s"
          .formatted(i % 60, i * 1001, out.toString().substring(1));
    }
  }

  /** Which parser. */
  @Param public Kind parser;

  private final ByteSlice[] lines = new ByteSlice[Samples.EVENTS];
  private final TestContext context = new TestContext();
  private Parser plugin;
  private int events;
  private long sum;

  /** Makes the parser and the lines, and sees that it takes them. */
  @Setup
  public void start() {
    plugin = TestConfig.create(Parser.class, context, parser.configuration);
    for (int i = 0; i < lines.length; i++) {
      lines[i] = parser.line(i);
    }
    events = 0;
    parse();
    if (events != lines.length) {
      throw new IllegalStateException(
          parser.name().toLowerCase(Locale.ROOT) + " took " + events + " of its lines");
    }
  }

  /** Ends the context's timer. */
  @TearDown
  public void stop() {
    context.close();
  }

  /** One line each. */
  @Benchmark
  @OperationsPerInvocation(Samples.EVENTS)
  public long parse() {
    for (ByteSlice line : lines) {
      if (!plugin.parse(line, this)) {
        throw new IllegalStateException("not matched: " + line);
      }
    }
    return sum;
  }

  @Override
  public void event(long seconds, int nanos, ByteSlice record) {
    events++;
    sum += seconds + nanos + record.length();
  }

  @Override
  public void eventWithoutTime(ByteSlice record) {
    events++;
    sum += record.length();
  }

  @Override
  public void unmatched() {
    throw new IllegalStateException("an item was no record");
  }
}
