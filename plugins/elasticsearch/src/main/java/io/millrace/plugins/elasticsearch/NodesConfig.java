package io.millrace.plugins.elasticsearch;

import io.millrace.api.Chunk;
import io.millrace.api.Param;
import io.millrace.api.Template;
import java.util.Optional;

/** Where the nodes are. */
public record NodesConfig(
    @Param(doc = "Host of the node; placeholders are filled in.", def = "localhost") Template host,
    @Param(doc = "Port of nodes that name none.", def = "9200") int port,
    @Param(
            doc =
                "Nodes, with commas between: a host, host:port, or a URL with user, password and"
                    + " path; wins over host. Placeholders are filled in.")
        Optional<Template> hosts) {
  /** The nodes for {@code chunk}. */
  Nodes at(Chunk chunk) {
    return new Nodes(hosts.orElse(host).expand(chunk), port);
  }

  /** The nodes, if they are the same for all chunks. */
  Optional<Nodes> fixed() {
    String text = hosts.orElse(host).text();
    return text.contains("${") ? Optional.empty() : Optional.of(new Nodes(text, port));
  }
}
