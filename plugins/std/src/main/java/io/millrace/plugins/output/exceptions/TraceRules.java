package io.millrace.plugins.output.exceptions;

import io.millrace.event.ByteSlice;
import io.millrace.event.RubyRegexp;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which line may follow which in a stack trace: for each state the patterns to try, in order, and
 * the state each leads to. Immutable.
 *
 * <p>One table for all languages, as the rules are nothing but data; that makes it long. Source:
 * fluent-plugin-detect-exceptions.
 */
final class TraceRules {
  /** A line that matches {@code pattern} leads to {@code next}. */
  private record Rule(RubyRegexp pattern, TraceState next) {}

  private static final String EMPTY_LINE = "^$";
  private static final String DART_FRAME = "^#\\d+\\s+.+?\\(.+?\\)$";

  private final Map<TraceState, List<Rule>> rules = new EnumMap<>(TraceState.class);

  private TraceRules() {}

  /**
   * The rules of some languages; of all if none is named.
   *
   * @throws IllegalArgumentException if a language is unknown
   */
  static TraceRules of(List<String> languages) {
    TraceRules rules = new TraceRules();
    for (String language : languages.isEmpty() ? List.of("all") : languages) {
      rules.add(language);
    }
    return rules;
  }

  private void add(String language) {
    switch (language.toLowerCase(Locale.ROOT)) {
      case "java", "javascript", "js", "csharp" -> java();
      case "python", "py" -> python();
      case "php" -> php();
      case "go" -> go();
      case "ruby", "rb" -> ruby();
      case "dart" -> dart();
      case "all" -> {
        java();
        python();
        php();
        go();
        ruby();
        dart();
      }
      default ->
          throw new IllegalArgumentException(
              "languages: Unknown language: "
                  + language
                  + "; java, javascript, js, csharp, python, py, php, go, ruby, rb, dart or all is"
                  + " expected");
    }
  }

  private void on(TraceState state, String pattern, TraceState next) {
    Rule rule = new Rule(RubyRegexp.of(pattern, 0), next);
    List<Rule> known = rules.computeIfAbsent(state, any -> new ArrayList<>());
    if (!known.contains(rule)) {
      known.add(rule);
    }
  }

  private void java() {
    String named = "(?:Exception|Error|Throwable|V8 errors stack trace)[:\\r\\n]";
    on(TraceState.START, named, TraceState.JAVA_NAMED);
    on(TraceState.JAVA_NESTED, named, TraceState.JAVA_NAMED);
    on(TraceState.JAVA_NAMED, "^[\\t ]*nested exception is:", TraceState.JAVA_NESTED);
    on(TraceState.JAVA_NAMED, "^[\\r\\n]*$", TraceState.JAVA_NAMED);
    for (TraceState state : List.of(TraceState.JAVA_NAMED, TraceState.JAVA_FRAMES)) {
      on(state, "^[\\t ]+(?:eval )?at ", TraceState.JAVA_FRAMES);
      on(state, "^[\\t ]+--- End of inner exception stack trace ---$", TraceState.JAVA_FRAMES);
      on(
          state,
          "^--- End of stack trace from previous location where exception was thrown ---$",
          TraceState.JAVA_FRAMES);
      on(state, "^[\\t ]*(?:Caused by|Suppressed):", TraceState.JAVA_NAMED);
      on(state, "^[\\t ]*... \\d+ (?:more|common frames omitted)", TraceState.JAVA_FRAMES);
    }
  }

  private void python() {
    on(TraceState.START, "^Traceback \\(most recent call last\\):$", TraceState.PYTHON);
    on(TraceState.PYTHON, "^[\\t ]+File ", TraceState.PYTHON_FRAME);
    on(TraceState.PYTHON_FRAME, "[^\\t ]", TraceState.PYTHON);
    on(TraceState.PYTHON, "^(?:[^\\s.():]+\\.)*[^\\s.():]+:", TraceState.START);
  }

  private void php() {
    on(
        TraceState.START,
        "PHP (?:Notice|Parse error|Fatal error|Warning):|exception '[^']+' with message '",
        TraceState.PHP_NAMED);
    on(TraceState.PHP_NAMED, "^Stack trace:", TraceState.PHP_FRAMES);
    on(TraceState.PHP_FRAMES, "^#\\d", TraceState.PHP_FRAMES);
    on(TraceState.PHP_FRAMES, "^\\s+thrown in ", TraceState.START);
  }

  private void go() {
    on(TraceState.START, "\\bpanic: ", TraceState.GO_PANIC);
    on(TraceState.START, "http: panic serving", TraceState.GO_GOROUTINE);
    on(TraceState.GO_PANIC, EMPTY_LINE, TraceState.GO_GOROUTINE);
    on(TraceState.GO_SIGNAL, EMPTY_LINE, TraceState.GO_GOROUTINE);
    on(TraceState.GO_FUNCTION, EMPTY_LINE, TraceState.GO_GOROUTINE);
    on(TraceState.GO_PANIC, "^\\[signal ", TraceState.GO_SIGNAL);
    on(TraceState.GO_GOROUTINE, "^goroutine \\d+ \\[[^\\]]+\\]:$", TraceState.GO_FUNCTION);
    on(TraceState.GO_FUNCTION, "^(?:[^\\s.:]+\\.)*[^\\s.():]+\\(|^created by ", TraceState.GO_FILE);
    on(TraceState.GO_FILE, "^\\s", TraceState.GO_FUNCTION);
  }

  private void ruby() {
    String frame = "^[\\t ]+.*?\\.rb:\\d+:in `";
    on(TraceState.START, "Error \\(.*\\):$", TraceState.RUBY_NAMED);
    on(TraceState.RUBY_NAMED, "^  $", TraceState.RUBY_FRAMES);
    on(TraceState.RUBY_NAMED, frame, TraceState.RUBY_FRAMES);
    on(TraceState.RUBY_FRAMES, frame, TraceState.RUBY_FRAMES);
  }

  private void dart() {
    on(TraceState.START, "^Unhandled exception:$", TraceState.DART_HEAD);
    on(
        TraceState.DART_HEAD,
        "^(?:Instance of|Exception|Bad state|IntegerDivisionByZeroException|Invalid argument"
            + "|RangeError|Assertion failed|Cannot instantiate|Reading static variable"
            + "|UnimplementedError|Unsupported operation|Concurrent modification|Out of Memory"
            + "|Stack Overflow)",
        TraceState.DART_FRAMES);
    on(TraceState.DART_HEAD, "^'.+?':.+?$", TraceState.DART_TYPE_1);
    on(TraceState.DART_TYPE_1, DART_FRAME, TraceState.DART_FRAMES);
    on(TraceState.DART_TYPE_1, "^.+?$", TraceState.DART_TYPE_2);
    on(TraceState.DART_TYPE_2, "^.*?\\^.*?$", TraceState.DART_TYPE_3);
    on(TraceState.DART_TYPE_3, EMPTY_LINE, TraceState.DART_TYPE_4);
    on(TraceState.DART_TYPE_4, EMPTY_LINE, TraceState.DART_FRAMES);
    on(TraceState.DART_HEAD, "^FormatException", TraceState.DART_FORMAT_1);
    on(TraceState.DART_FORMAT_1, DART_FRAME, TraceState.DART_FRAMES);
    on(TraceState.DART_FORMAT_1, "^.", TraceState.DART_FORMAT_2);
    on(TraceState.DART_FORMAT_2, "^.*?\\^", TraceState.DART_FORMAT_3);
    on(TraceState.DART_FORMAT_3, EMPTY_LINE, TraceState.DART_FRAMES);
    on(TraceState.DART_HEAD, "^NoSuchMethodError:", TraceState.DART_METHOD_1);
    on(TraceState.DART_METHOD_1, "^Receiver:", TraceState.DART_METHOD_2);
    on(TraceState.DART_METHOD_2, "^Tried calling:", TraceState.DART_METHOD_3);
    on(TraceState.DART_METHOD_3, "^Found:", TraceState.DART_FRAMES);
    on(TraceState.DART_METHOD_3, DART_FRAME, TraceState.DART_FRAMES);
    on(TraceState.DART_FRAMES, DART_FRAME, TraceState.DART_FRAMES);
    on(TraceState.DART_FRAMES, "^<asynchronous suspension>$", TraceState.DART_FRAMES);
  }

  /**
   * What {@code line} is to the trace that was at {@code from}.
   *
   * @throws io.millrace.event.RegexpTimeoutException if a pattern takes too long
   */
  TraceStep step(TraceState from, ByteSlice line) {
    Optional<TraceState> next = next(from, line);
    if (next.isPresent()) {
      return next.get() == TraceState.START ? TraceStep.LAST : TraceStep.inside(next.get());
    }
    if (from == TraceState.START) {
      return TraceStep.NONE;
    }
    return next(TraceState.START, line).map(TraceStep::first).orElse(TraceStep.NONE);
  }

  private Optional<TraceState> next(TraceState from, ByteSlice line) {
    List<Rule> here = rules.getOrDefault(from, List.of());
    for (int i = 0; i < here.size(); i++) {
      if (here.get(i).pattern().find(line)) {
        return Optional.of(here.get(i).next());
      }
    }
    return Optional.empty();
  }
}
