package io.millrace.app.command;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.engine.check.Finding;
import io.millrace.engine.check.Finding.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What {@code millrace check} prints.
 *
 * @param file the configuration
 */
record CheckReport(Path file, List<Finding> findings) {

  long errors() {
    return findings.stream().filter(finding -> finding.severity() == Severity.ERROR).count();
  }

  long warnings() {
    return findings.size() - errors();
  }

  /** A paragraph for each finding, and a line that counts them. */
  String text() {
    StringBuilder out = new StringBuilder();
    for (Finding finding : findings) {
      if (!finding.location().isEmpty()) {
        out.append(finding.location()).append(": ");
      }
      out.append(word(finding)).append(": [").append(finding.code()).append("] ");
      out.append(finding.message()).append('\n');
      if (!finding.advice().isEmpty()) {
        out.append("    What to do: ").append(finding.advice()).append(".\n");
      }
    }
    out.append(file).append(": ");
    if (findings.isEmpty()) {
      return out.append("nothing to say.\n").toString();
    }
    return out.append(counted(errors(), "error"))
        .append(", ")
        .append(counted(warnings(), "warning"))
        .append(".\n")
        .toString();
  }

  private static String counted(long number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }

  private static String word(Finding finding) {
    return finding.severity().name().toLowerCase(Locale.ROOT);
  }

  /** One JSON object in a line. */
  String json() throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("file", file.toString());
      json.writeNumberField("errors", errors());
      json.writeNumberField("warnings", warnings());
      json.writeArrayFieldStart("findings");
      for (Finding finding : findings) {
        json.writeStartObject();
        json.writeStringField("severity", word(finding));
        json.writeStringField("code", finding.code());
        json.writeStringField("location", finding.location());
        json.writeStringField("message", finding.message());
        json.writeStringField("advice", finding.advice());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return out.append('\n').toString();
  }
}
