package io.millrace.api;

import java.util.List;
import java.util.Optional;

/**
 * What the process was started with. A service of the process.
 *
 * @param version version of the agent
 * @param configPath its configuration file
 * @param pidFile file with its process id
 * @param pluginDirs directories of further plugins
 */
public record AgentInfo(
    String version,
    Optional<String> configPath,
    Optional<String> pidFile,
    List<String> pluginDirs) {}
