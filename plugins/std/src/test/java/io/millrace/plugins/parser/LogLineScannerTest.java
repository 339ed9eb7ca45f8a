package io.millrace.plugins.parser;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.event.ByteSlice;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is at the edges of the grammars of web servers' lines. */
class LogLineScannerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"GET\" 1 2 | method=GET code=1 size=2",
        "\"GET /\" 1 2 | method=GET path=/ code=1 size=2",
        "\"GET   /a b  HTTP/2\" 1 2 | method=GET path=/a b code=1 size=2",
        "\"GET \" 1 2 | method=GET path= code=1 size=2",
        "\"\" 1 2 | none",
        "\"GET /\" 1 | none",
        "\"GET /\" 1 2 \"r\" | none",
        "\"GET /\\\\\" 1 2 \"r\" \"a\" | method=GET path=/\\\\ code=1 size=2 referer=r agent=a",
        "\"GET /\" 1 2 \"r\" \"a\\\" | method=GET path=/ code=1 size=2 referer=r agent=a\\",
        "\"GET /\" 1 2 \"r\" \"a\" more | none",
      })
  void apache2(String rest, String fields) {
    assertThat(found(AccessLine::apache2, AccessLine.NAMES, "h i u [t] " + rest))
        .isEqualTo(fields.replaceFirst("^method", "host=h user=u time=t method"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"GET\" 1 2 | method=GET code=1 size=2",
        "\"GET /\" 1 2 | none",
        "\"GET /a b HTTP/1.1\" 1 2 | none",
        "\"GET /a\"b HTTP/1.1\" 1 2 | method=GET path=/a\"b code=1 size=2",
        "\"\" 1 2 | none",
      })
  void apache(String rest, String fields) {
    assertThat(found(AccessLine::apache, AccessLine.NAMES, "h i u [t] " + rest))
        .isEqualTo(fields.replaceFirst("^method", "host=h user=u time=t method"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"r\" \"a\\\" | referer=r agent=a\\",
        "\"r\" \"a\"  1.2.3.4 | referer=r agent=a http_x_forwarded_for=1.2.3.4",
        "\"r\" \"a\" \"\" | referer=r agent=a http_x_forwarded_for=",
        "\"r\" \"a\" \"1\" 2 | none",
        "\"r\" \"a\"1 | none",
      })
  void nginx(String rest, String fields) {
    assertThat(found(AccessLine::nginx, AccessLine.NAMES, "r h u [t] \"G / P\" 1 2 " + rest))
        .isEqualTo(
            fields.replaceFirst(
                "^referer", "remote=r host=h user=u time=t method=G path=/ code=1 size=2 referer"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[Mon t u] [e] [pid 1] [client c] m | time=t u level=e pid=1 client=c message=m",
        "[Mon t] [e] [pid 1] [client c] | time=t level=e pid=1 message=[client c]",
        "[Mon t] [e] [pid 1 | time=t level=e message=[pid 1",
        "[Mon t] [e] [client c] [pid 1] m | time=t level=e client=c message=[pid 1] m",
        "[Mon] [e] m | none",
        "[Mon t] [e | none",
        "[Mon t] [e] | none",
      })
  void apacheError(String line, String fields) {
    assertThat(found(ErrorLine::apache, ErrorLine.NAMES, line)).isEqualTo(fields);
  }

  @ParameterizedTest
  @CsvSource({"'',''", "'\n',''", "'','\n'", "'other\n','\nmore'"})
  void findsTheLineAmongOthers(String before, String after) {
    assertThat(found(ErrorLine::apache, ErrorLine.NAMES, before + "[Mon t] [e] m" + after))
        .isEqualTo("time=t level=e message=m");
  }

  private static String found(Predicate<LogLineScanner> grammar, List<String> names, String text) {
    byte[] around = ByteSlice.utf8("\"]" + text + "\"]").toBytes();
    LogLineScanner line = new LogLineScanner(names.size());
    if (!line.find(ByteSlice.of(around, 2, around.length - 4), grammar)) {
      return "none";
    }
    return IntStream.range(0, names.size())
        .filter(line::has)
        .mapToObj(i -> names.get(i) + "=" + slice(around, line, i))
        .collect(Collectors.joining(" "));
  }

  private static ByteSlice slice(byte[] a, LogLineScanner line, int slot) {
    return ByteSlice.of(a, line.start(slot), line.end(slot) - line.start(slot));
  }
}
