package io.millrace.engine.check;

import io.millrace.api.ConfigException;
import io.millrace.config.ConfigElement;
import io.millrace.config.Diagnostics;
import io.millrace.config.LoadedConfig;
import io.millrace.config.PluginCatalog;
import io.millrace.config.UnusedReport;
import io.millrace.engine.graph.Environment;
import io.millrace.engine.graph.GraphBuilder;
import io.millrace.engine.graph.SystemConfig;
import io.millrace.engine.graph.SystemReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Checks a configuration without starting anything: what the agent would refuse, what it would warn
 * of, and what it would take without a word and its users would regret.
 */
public final class ConfigCheck {

  private static final List<Rule> RULES =
      List.of(
          new S3KeyRule(),
          new TinyObjectsRule(),
          new BlockingCopyRule(),
          new OwnLogRule(),
          new OwnLogEventsRule(),
          new UnreachableRule(),
          new TailPositionsRule(),
          new LiteralSecretRule(),
          new TlsVerificationRule(),
          new OpenListenerRule(),
          new RetryForeverDropRule(),
          new GivesUpSoonRule(),
          new TemporaryBufferRule(),
          new ErrorLabelRule());

  /** Codes of what the agent itself says. */
  private static final List<String> OWN_CODES =
      List.of("config-text", "config-warning", "unknown-parameter", Ignored.CODE);

  private final PluginCatalog catalog;
  private final Environment environment;
  private final Set<String> ignored;
  private final List<Finding> findings = new ArrayList<>();

  private ConfigCheck(PluginCatalog catalog, Environment environment, Set<String> ignored) {
    this.catalog = catalog;
    this.environment = environment;
    this.ignored = ignored;
  }

  /** The codes of everything but errors, in the order of the alphabet. */
  public static Set<String> codes() {
    Set<String> codes = new TreeSet<>(OWN_CODES);
    RULES.forEach(rule -> codes.add(rule.code()));
    return codes;
  }

  /**
   * Reads and checks a configuration.
   *
   * @param source reads it; what it throws is a finding
   * @param ignored codes of warnings that nobody wants to hear
   * @return everything that is found, errors first
   */
  public static List<Finding> run(
      Supplier<LoadedConfig> source,
      PluginCatalog catalog,
      Environment environment,
      Set<String> ignored) {
    ConfigCheck check = new ConfigCheck(catalog, environment, ignored);
    try {
      check.check(source.get());
    } catch (ConfigException e) {
      check.error("config-error", e);
    }
    return List.copyOf(check.findings);
  }

  private void check(LoadedConfig loaded) {
    ConfigElement root = loaded.root();
    loaded.warnings().forEach(warning -> warn("config-text", warning));
    SystemConfig system = new SystemReader(catalog, Map.of()).read(root);
    if (buildsAll(root, system)) { // else nobody may have come to read what is unused
      UnusedReport.of(root).forEach(warning -> warn("unknown-parameter", warning));
    }
    // Rules read defaults by binding sections anew, which counts them as used: so they come last.
    CheckedConfig checked = new CheckedConfig(root, system, catalog);
    Findings found = new Findings();
    RULES.forEach(rule -> rule.check(checked, found));
    findings.addAll(found.all());
    List<Finding> told = new Ignored(root, new SourceLines(), ignored).told(findings);
    findings.clear();
    findings.addAll(told);
  }

  /** Builds the graph of each worker, as far as they have no problem. */
  private boolean buildsAll(ConfigElement root, SystemConfig system) {
    Set<String> warnings = new LinkedHashSet<>();
    boolean built = true;
    for (int worker = 0; built && worker < system.workers(); worker++) {
      Diagnostics diagnostics = new Diagnostics();
      try {
        GraphBuilder.build(
            root, system, new GraphBuilder.Role(worker, false), catalog, environment, diagnostics);
      } catch (ConfigException e) {
        error("config-error", e);
        built = false;
      }
      warnings.addAll(diagnostics.warnings());
    }
    warnings.forEach(warning -> warn("config-warning", warning));
    return built;
  }

  private void error(String code, ConfigException problems) {
    for (ConfigException.Problem problem : problems.problems()) {
      String message =
          problem.parameter().isEmpty()
              ? problem.reason()
              : problem.parameter() + ": " + problem.reason();
      findings.add(new Finding(Finding.Severity.ERROR, code, problem.location(), message, ""));
    }
  }

  /** A warning whose text begins with its place. */
  private void warn(String code, String text) {
    int end = text.indexOf(": ");
    findings.add(
        new Finding(
            Finding.Severity.WARNING,
            code,
            end < 0 ? "" : text.substring(0, end),
            end < 0 ? text : text.substring(end + 2),
            ""));
  }
}
