package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import java.util.Optional;

/** How the server's version becomes known. It matters before Elasticsearch 7 only. */
public record VersionConfig(
    @Param(
            doc = "Whether to ask the server for its version, before the first request.",
            def = "true",
            alias = "verify_os_version_at_startup")
        boolean verifyEsVersionAtStartup,
    @Param(
            doc = "Major version to assume when the server is not asked; without it a current one.",
            alias = "default_opensearch_version")
        Optional<Integer> defaultElasticsearchVersion) {}
