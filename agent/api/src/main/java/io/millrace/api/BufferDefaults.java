package io.millrace.api;

import java.util.List;
import java.util.Map;

/**
 * What an output sets in {@code <buffer>} where the user did not.
 *
 * @param chunkKeys argument of the section, if the user gave none
 * @param parameters values by parameter name, such as {@code timekey}, {@code 1d}
 */
public record BufferDefaults(List<String> chunkKeys, Map<String, String> parameters) {
  /** Nothing. */
  public static final BufferDefaults NONE = new BufferDefaults(List.of(), Map.of());
}
