package io.millrace.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A configuration as it was read.
 *
 * @param root the element that holds it all
 * @param files every file that was read, included ones too, by real path
 * @param warnings what is odd in the text, each with its place
 * @param notes what was read or left out besides the files that the text names
 */
public record LoadedConfig(
    ConfigElement root, Set<Path> files, List<String> warnings, List<String> notes) {}
