package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import java.util.Optional;

/** Where the nodes are, as the tag may say it in expressions. */
public record DynamicNodesConfig(
    @Param(doc = "Host of the node; ${...} are Ruby expressions of the tag.", def = "localhost")
        String host,
    @Param(
            doc = "Port of nodes that name none; ${...} are Ruby expressions of the tag.",
            def = "9200")
        String port,
    @Param(
            doc =
                "Nodes, with commas between, as in elasticsearch; ${...} are Ruby expressions of"
                    + " the tag.")
        Optional<String> hosts) {}
