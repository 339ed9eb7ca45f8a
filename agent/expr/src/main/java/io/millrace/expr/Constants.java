package io.millrace.expr;

import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What constants stand for: classes, modules with functions, a few numbers. */
final class Constants {

  private static final Map<String, Object> VALUES = build();

  private Constants() {}

  /** The value of a constant, by its full name such as {@code JSON::ParserError}. */
  static Optional<Object> find(String name) {
    if (RubyError.isErrorClass(name)) {
      return Optional.of(RubyModule.plain(name));
    }
    return Optional.ofNullable(VALUES.get(name));
  }

  /** True if a method of this name exists on any module. */
  static boolean anyModuleHas(String method) {
    return VALUES.values().stream()
        .anyMatch(
            value ->
                value instanceof RubyModule module && module.methods().find(method).isPresent());
  }

  private static Map<String, Object> build() {
    Map<String, Object> values = new HashMap<>();
    for (RubyType type : RubyType.values()) {
      values.put(type.rubyName(), RubyModule.plain(type.rubyName()));
    }
    for (String name : List.of("Numeric", "Comparable", "Enumerable", "Object", "Kernel")) {
      values.put(name, RubyModule.plain(name));
    }
    values.put("Encoding::UTF_8", RubyModule.plain("UTF-8"));
    values.put("Float::INFINITY", Double.POSITIVE_INFINITY);
    values.put("Float::NAN", Double.NaN);
    values.put("Hash", new RubyModule("Hash", hash()));
    values.put("ENV", new RubyModule("ENV", environment()));
    values.put("JSON", new RubyModule("JSON", json()));
    values.put("File", new RubyModule("File", file()));
    values.put("Time", new RubyModule("Time", time()));
    values.put("Regexp", new RubyModule("Regexp", regexp()));
    values.put("Socket", new RubyModule("Socket", socket()));
    values.put("Process", new RubyModule("Process", process()));
    values.put("SecureRandom", new RubyModule("SecureRandom", random()));
    values.put("Math", new RubyModule("Math", math()));
    LibraryModules.define(values);
    return Map.copyOf(values);
  }

  /** {@code Hash[pairs]}. */
  private static MethodTable<RubyModule> hash() {
    return new MethodTable<RubyModule>("Hash")
        .define(
            "[]",
            1,
            1,
            (self, args) ->
                Dispatch.of("to_h", 0)
                    .call(args.list(0), new Args(args.frame(), new Object[0], null)));
  }

  private static MethodTable<RubyModule> environment() {
    return new MethodTable<RubyModule>("ENV")
        .define("[]", 1, 1, (self, args) -> variables(args).get(args.text(0)))
        .define("fetch", 1, 2, (self, args) -> fetchVariable(args))
        .define(
            "key? has_key? include? member?",
            1,
            1,
            (self, args) -> variables(args).containsKey(args.text(0)))
        .define("to_h to_hash", (self, args) -> new LinkedHashMap<Object, Object>(variables(args)))
        .define("keys", (self, args) -> new ArrayList<Object>(variables(args).keySet()))
        .define("values", (self, args) -> new ArrayList<Object>(variables(args).values()));
  }

  private static Map<String, String> variables(Args args) {
    return args.frame().host().environment();
  }

  private static @Nullable Object fetchVariable(Args args) {
    String name = args.text(0);
    String value = variables(args).get(name);
    if (value != null) {
      return value;
    }
    if (args.hasBlock()) {
      return args.block().call(name);
    }
    if (args.has(1)) {
      return args.value(1);
    }
    throw new ExpressionException("KeyError", "key not found: " + Inspect.of(name));
  }

  private static MethodTable<RubyModule> json() {
    return new MethodTable<RubyModule>("JSON")
        .define("parse load", 1, 1, (self, args) -> RubyJson.parse(args.text(0)))
        .define("generate dump", 1, 1, (self, args) -> RubyJson.write(args.value(0)));
  }

  private static MethodTable<RubyModule> file() {
    return new MethodTable<RubyModule>("File")
        .define("basename", 1, 2, (self, args) -> basename(args))
        .define("dirname", 1, 1, (self, args) -> dirname(args.text(0)))
        .define("extname", 1, 1, (self, args) -> extname(args.text(0)))
        .define("join", 0, 99, (self, args) -> join(args))
        .define("exist?", 1, 1, (self, args) -> new File(args.text(0)).exists())
        .define("file?", 1, 1, (self, args) -> new File(args.text(0)).isFile());
  }

  private static String basename(Args args) {
    String path = args.text(0).replaceAll("(?<=.)/+$", "");
    String name = path.equals("/") ? path : path.substring(path.lastIndexOf('/') + 1);
    String suffix = args.has(1) ? args.text(1) : "";
    if (suffix.equals(".*")) {
      return name.substring(0, name.length() - extname(name).length());
    }
    return !suffix.isEmpty() && name.endsWith(suffix) && !name.equals(suffix)
        ? name.substring(0, name.length() - suffix.length())
        : name;
  }

  private static String dirname(String path) {
    String trimmed = path.replaceAll("(?<=.)/+$", "");
    int slash = trimmed.lastIndexOf('/');
    if (slash < 0) {
      return ".";
    }
    String parent = trimmed.substring(0, slash).replaceAll("/+$", "");
    return parent.isEmpty() ? "/" : parent;
  }

  private static String extname(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot <= 0 || dot == name.length() - 1 ? "" : name.substring(dot);
  }

  private static String join(Args args) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < args.count(); i++) {
      parts.add(args.text(i));
    }
    return String.join("/", parts).replaceAll("/{2,}", "/");
  }

  private static MethodTable<RubyModule> time() {
    return new MethodTable<RubyModule>("Time")
        .define(
            "now",
            (self, args) ->
                new RubyTime(args.frame().host().clock().instant(), args.frame().host().zone()))
        .define("at", 1, 2, (self, args) -> TimeMethods.at(args));
  }

  private static MethodTable<RubyModule> regexp() {
    return new MethodTable<RubyModule>("Regexp")
        .define("escape quote", 1, 1, (self, args) -> Regexps.quote(args.text(0)))
        .define("new", 1, 1, (self, args) -> Regexps.compile(args.text(0), 0));
  }

  private static MethodTable<RubyModule> socket() {
    return new MethodTable<RubyModule>("Socket")
        .define("gethostname", (self, args) -> args.frame().host().hostname());
  }

  private static MethodTable<RubyModule> process() {
    return new MethodTable<RubyModule>("Process")
        .define("pid", (self, args) -> ProcessHandle.current().pid());
  }

  private static MethodTable<RubyModule> random() {
    return new MethodTable<RubyModule>("SecureRandom")
        .define("uuid", (self, args) -> UUID.randomUUID().toString())
        .define("hex", 0, 1, (self, args) -> hex((int) args.integer(0, 16)));
  }

  private static String hex(int bytes) {
    StringBuilder out = new StringBuilder();
    while (out.length() < bytes * 2) {
      String random = UUID.randomUUID().toString().replace("-", "");
      // The 13th and 17th digits are fixed by the UUID's version and variant.
      out.append(random, 0, 12).append(random, 17, 32);
    }
    return out.substring(0, bytes * 2);
  }

  private static MethodTable<RubyModule> math() {
    return new MethodTable<RubyModule>("Math")
        .define("sqrt", 1, 1, (self, args) -> Math.sqrt(real(args)))
        .define("log", 1, 1, (self, args) -> Math.log(real(args)))
        .define("log10", 1, 1, (self, args) -> Math.log10(real(args)));
  }

  private static double real(Args args) {
    return KernelFunctions.toFloat(args.value(0), args);
  }
}
