package io.millrace.plugins.kubernetes;

import io.millrace.api.Param;
import java.util.Optional;

/** Parameters of old versions of Fluentd's plugin that configurations still carry. */
public record RemovedConfig(
    @Param(doc = "No effect: what has no value is left out.", def = "true") boolean ignoreNil,
    @Param(
            doc = "No effect.",
            deprecated = "use filter parser on the field: key_name log, reserve_data true")
        Optional<String> mergeJsonLog,
    @Param(doc = "No effect.", deprecated = "use filter parser on the field: remove_key_name_field")
        Optional<String> preserveJsonLog,
    @Param(doc = "No effect.", deprecated = "records of the journal are told by their fields")
        Optional<String> useJournal,
    @Param(doc = "No effect.", deprecated = "namespace_id is added unless skip_namespace_metadata")
        Optional<String> includeNamespaceId,
    @Param(doc = "No effect.", deprecated = "namespaces are added unless skip_namespace_metadata")
        Optional<String> includeNamespaceMetadata,
    @Param(
            doc = "No effect.",
            deprecated = "use tag_to_kubernetes_name_regexp",
            name = "container_name_to_kubernetes_regexp")
        Optional<String> containerNameToKubernetesRegexp) {}
