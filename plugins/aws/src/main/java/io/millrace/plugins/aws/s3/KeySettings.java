package io.millrace.plugins.aws.s3;

import io.millrace.api.Param;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How objects are named. */
public record KeySettings(
    @Param(doc = "Beginning of the key, where the format has %{path}; no slash is added.", def = "")
        String path,
    @Param(
            name = "s3_object_key_format",
            doc =
                "Format of the key: %{path} %{time_slice} %{index} %{uuid_flush} %{hex_random}"
                    + " %{hostname} %{file_extension}, and the placeholders of the chunk.")
        Optional<String> keyFormat,
    @Param(doc = "Format of %{time_slice}; unless set it follows the timekey.")
        Optional<String> timeSliceFormat,
    @Param(doc = "Format of %{index}: %d, %x or %X, perhaps with a width such as %03d.", def = "%d")
        String indexFormat,
    @Param(doc = "Number of characters of %{hex_random}, 16 at most.", def = "4")
        int hexRandomLength,
    @Param(
            doc =
                "Whether the store is asked for the key before an upload, so that no object is"
                    + " replaced and %{index} counts up.",
            def = "true")
        boolean checkObject,
    @Param(
            doc = "Whether an object is replaced if the key has no %{index} and is taken.",
            def = "false")
        boolean overwrite) {
  private static final Pattern INDEX_FORMAT = Pattern.compile("%(0\\d*)?[dxX]");
  private static final int LONGEST_HEX = 16;
  private static final List<String> REMOVED =
      List.of("%{uuid}", "%{uuid:random}", "%{uuid:hostname}", "%{uuid:timestamp}");

  /** Refuses formats that no key can be made of. */
  public KeySettings {
    if (!INDEX_FORMAT.matcher(indexFormat).matches()) {
      throw new IllegalArgumentException(
          "index_format is '"
              + indexFormat
              + "', but it must be %d, %x or %X, perhaps with a zero and a width as in %03d");
    }
    if (hexRandomLength > LONGEST_HEX || hexRandomLength < 0) {
      throw new IllegalArgumentException(
          "hex_random_length is " + hexRandomLength + ", but it must be from 0 to " + LONGEST_HEX);
    }
    String all = path + keyFormat.orElse("");
    for (String name : REMOVED) {
      if (all.contains(name)) {
        throw new IllegalArgumentException(
            name + " is not supported any more; use %{uuid_flush} instead");
      }
    }
  }

  /** The format in use. */
  String format() {
    return keyFormat.orElse(
        checkObject
            ? "%{path}%{time_slice}_%{index}.%{file_extension}"
            : "%{path}/%{time_slice}_%{hms_slice}.%{file_extension}");
  }

  /** Whether no two chunks can have the same key, whatever the time and the other agents. */
  boolean unique() {
    String all = path + format();
    return all.contains("${chunk_id}")
        || all.contains("%{uuid_flush}")
        || all.contains("%{hex_random}");
  }
}
