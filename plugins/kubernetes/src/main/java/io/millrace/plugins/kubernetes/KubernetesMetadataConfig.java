package io.millrace.plugins.kubernetes;

import io.millrace.api.Include;

/**
 * Settings of {@code @type kubernetes_metadata}, in groups.
 *
 * <p>Source: fluent-plugin-kubernetes_metadata_filter, parameters.
 */
public record KubernetesMetadataConfig(
    @Include ApiConfig api,
    @Include CacheConfig cache,
    @Include RecordConfig record,
    @Include RemovedConfig removed) {}
