package io.millrace.api;

import java.util.List;
import java.util.Map;

/**
 * What an output sets in {@code <buffer>} where the user did not.
 *
 * @param chunkKeys argument of the section, if the user gave none
 * @param parameters values by parameter name, such as {@code timekey}, {@code 1d}
 * @param byDayInOldStyle whether parameters of v0.12 that stand for the section mean time slices of
 *     a day, if they do not say which
 * @param tellsTimekey whether the user is told that {@code timekey} was not set
 */
public record BufferDefaults(
    List<String> chunkKeys,
    Map<String, String> parameters,
    boolean byDayInOldStyle,
    boolean tellsTimekey) {
  /** Nothing. */
  public static final BufferDefaults NONE = new BufferDefaults(List.of(), Map.of());

  /** Of values alone. */
  public BufferDefaults(List<String> chunkKeys, Map<String, String> parameters) {
    this(chunkKeys, parameters, false, false);
  }
}
