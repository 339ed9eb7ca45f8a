package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.PluginContext;
import io.millrace.api.Tag;
import io.millrace.api.UnrecoverableException;
import io.millrace.expr.ExpressionCompiler;
import io.millrace.expr.ScriptHost;
import java.io.IOException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code @type elasticsearch_dynamic}: settings hold Ruby expressions, which each event fills in;
 * those that say where the nodes are, each chunk.
 *
 * <p>Source: fluent-plugin-elasticsearch, {@code out_elasticsearch_dynamic}.
 */
final class DynamicVariant implements Variant {
  private static final Pattern OF_ONE_EVENT = Pattern.compile("\\b(?:record|time)\\b");

  private final DynamicConfig config;
  private final PluginContext context;
  private final Templates templates;
  private final List<String> variables;
  private final List<String> settings;
  private final Map<String, DynamicText> texts = new HashMap<>();

  DynamicVariant(DynamicConfig config, PluginContext context) {
    this.config = config;
    this.context = context;
    this.templates = new Templates(config.common().template(), true, context.log());
    Map<String, String> visible = config.variables();
    this.variables = DynamicScope.variables(visible.keySet());
    this.settings = List.copyOf(visible.values());
    compile();
  }

  private void compile() {
    ScriptHost host =
        new ScriptHost(
            System.getenv(), context.hostname(), context.clock(), ZoneId.systemDefault());
    ExpressionCompiler compiler = new ExpressionCompiler(host);
    config.target().texts().forEach((name, text) -> compile(name, text, compiler));
    compileOfChunk("host", config.nodes().host(), compiler);
    compileOfChunk("port", config.nodes().port(), compiler);
    config.nodes().hosts().ifPresent(hosts -> compileOfChunk("hosts", hosts, compiler));
  }

  private void compile(String parameter, String text, ExpressionCompiler compiler) {
    if (DynamicText.isOne(text)) {
      texts.put(text, DynamicText.compile(parameter, text, compiler, variables));
    }
  }

  /** A request goes to one cluster with all of its events. */
  private void compileOfChunk(String parameter, String text, ExpressionCompiler compiler) {
    compile(parameter, text, compiler);
    DynamicText compiled = texts.get(text);
    if (compiled != null && OF_ONE_EVENT.matcher(compiled.code()).find()) {
      throw new IllegalArgumentException(
          parameter
              + " "
              + text
              + ": the nodes are the same for all events of a chunk, so expressions may use tag and"
              + " tag_parts here, but neither record nor time");
    }
  }

  @Override
  public CommonConfig common() {
    return config.common();
  }

  @Override
  public Optional<Nodes> fixedNodes() {
    DynamicNodesConfig nodes = config.nodes();
    boolean fixed =
        !DynamicText.isOne(nodes.hosts().orElse(nodes.host())) && !DynamicText.isOne(nodes.port());
    return fixed ? Optional.of(nodes(scope(Tag.of("")))) : Optional.empty();
  }

  @Override
  public Nodes nodes(Chunk chunk) {
    try {
      return nodes(scope(chunk.key().tag().orElse(Tag.of(""))));
    } catch (RejectedEventException e) {
      throw new UnrecoverableException(String.valueOf(e.getMessage()), e);
    }
  }

  private Nodes nodes(DynamicScope scope) {
    String port = fill(config.nodes().port(), scope);
    try {
      return new Nodes(
          fill(config.nodes().hosts().orElse(config.nodes().host()), scope),
          Integer.parseInt(port));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("port: expected a number, not '" + port + "'", e);
    }
  }

  @Override
  public void prepare(Chunk chunk, Cluster cluster, Nodes nodes) throws IOException {
    templates.ensure(chunk, cluster, nodes, true);
  }

  @Override
  public Composer composer(Chunk chunk, Tag tag, ServerVersion version) {
    DynamicScope scope = scope(tag);
    boolean generateId = config.common().document().generateId();
    return new DynamicComposer(
        event -> {
          scope.show(event);
          return config.target().fill(text -> fill(text, scope));
        },
        filled ->
            new ItemComposer(
                config.common(),
                filled.target(config.targetKeys(), generateId),
                context,
                chunk,
                tag,
                version));
  }

  private DynamicScope scope(Tag tag) {
    return new DynamicScope(tag, config.delimiter(), settings);
  }

  private String fill(String text, DynamicScope scope) {
    DynamicText compiled = texts.get(text);
    return compiled == null ? text : compiled.fill(scope);
  }
}
