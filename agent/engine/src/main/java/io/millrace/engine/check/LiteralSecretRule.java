package io.millrace.engine.check;

import io.millrace.config.ConfigElement;
import io.millrace.config.Parameter;
import io.millrace.config.Schema;
import java.util.Optional;

/**
 * {@code secret-in-file}: a password or key written in the configuration itself, where everyone who
 * may read the file, its history or its backup reads it.
 */
final class LiteralSecretRule implements Rule {

  @Override
  public String code() {
    return "secret-in-file";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    SourceLines lines = new SourceLines();
    for (CheckedSection section : config.sections()) {
      section.schema().ifPresent(schema -> check(section.element(), schema, lines, findings));
    }
  }

  private void check(ConfigElement element, Schema schema, SourceLines lines, Findings findings) {
    for (Schema.Parameter declared : schema.parameters()) {
      Optional<Parameter> written = element.peek(declared.name());
      if (declared.options().secret()
          && written.isPresent()
          && !written.get().text().isEmpty()
          && !lines.at(written.get().location()).contains("#{")) {
        findings.warn(
            this,
            written.get().location(),
            "the value of "
                + declared.name()
                + " stands in the file: it is known to all who may"
                + " read the file, its history and its backups",
            "take it from the environment: " + declared.name() + " \"#{ENV['NAME']}\"");
      }
    }
    for (Schema.SubSection sub : schema.sections()) {
      if (!sub.nested()) { // a nested plugin's section is looked at by itself
        Schema inner = Schema.of(sub.type().asSubclass(Record.class));
        element.children(sub.name()).forEach(child -> check(child, inner, lines, findings));
      }
    }
  }
}
