package io.millrace.plugins.ruby.engine;

import io.millrace.expr.ScriptHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jruby.Ruby;
import org.jruby.RubyInstanceConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts JRuby as a guest: without gems, native libraries and changes to the process. */
final class Startup {

  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);

  private Startup() {}

  static Ruby start(ScriptHost host, ClassLoader loader) {
    LOG.info("starting JRuby, because an expression needs it; this takes a few seconds");
    long started = System.nanoTime();
    RubyInstanceConfig config = new RubyInstanceConfig();
    config.setLoader(loader);
    config.setDisableGems(true);
    config.setDisableDidYouMean(true);
    config.setDisableRUBYOPT(true);
    config.setNativeEnabled(false);
    config.setUpdateNativeENVEnabled(false);
    config.setHardExit(false);
    config.setVerbosity(RubyInstanceConfig.Verbosity.NIL);
    config.setExternalEncoding("UTF-8");
    config.setEnvironment(environment(host));
    Ruby runtime = Ruby.newInstance(config);
    runtime.evalScriptlet(prelude());
    LOG.info("JRuby is ready: milliseconds={}", (System.nanoTime() - started) / 1_000_000);
    return runtime;
  }

  private static Map<String, String> environment(ScriptHost host) {
    Map<String, String> environment = new LinkedHashMap<>(host.environment());
    if (!host.zone().equals(ZoneId.systemDefault())) {
      environment.put("TZ", host.zone().getId().equals("Z") ? "UTC" : host.zone().getId());
    }
    return environment;
  }

  private static String prelude() {
    try (InputStream in = Startup.class.getResourceAsStream("prelude.rb")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
