package io.millrace.engine.check;

import java.util.List;

/**
 * {@code s3-key-not-unique}: object names that do not tell chunks apart, so that a later upload
 * replaces an earlier one.
 */
final class S3KeyRule implements Rule {

  private static final String FORMAT = "s3_object_key_format";

  /** Any of them differs from chunk to chunk on every machine. */
  private static final List<String> UNIQUE =
      List.of("${chunk_id}", "%{uuid_flush}", "%{uuid_hash}", "%{hex_random}", "%{uuid}");

  @Override
  public String code() {
    return "s3-key-not-unique";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    for (CheckedSection output : config.sections("output")) {
      String format = output.text(FORMAT).orElse("");
      if (!output.type().equals("s3")
          || format.isEmpty()
          || UNIQUE.stream().anyMatch((format + output.text("path").orElse(""))::contains)) {
        continue;
      }
      boolean searches = format.contains("%{index}") && output.isTrue("check_object");
      if (!searches) {
        findings.warn(
            this,
            output.location(FORMAT),
            "chunks of the same time slice get the same object name from '"
                + format
                + "': a later upload replaces an earlier one, and its events are lost",
            "put ${chunk_id} into " + FORMAT + ", or %{index} with check_object true");
      }
    }
  }
}
