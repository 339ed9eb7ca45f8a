package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Parameters of Fluentd's plugin that a configuration may keep although they change nothing here:
 * they choose Ruby libraries, or guard against what cannot happen.
 */
public record AcceptedConfig(
    @Param(doc = "No effect: chooses a Ruby library.", def = "excon") String httpBackend,
    @Param(doc = "No effect: a setting of a Ruby library.", def = "true")
        boolean httpBackendExconNonblock,
    @Param(doc = "No effect: chooses a Ruby library.", def = "false") boolean preferOjSerializer,
    @Param(doc = "No effect: the nodes of host and hosts are used, never a list from the server.")
        Optional<Boolean> reloadConnections,
    @Param(doc = "No effect: see reload_connections.") Optional<Integer> reloadAfter,
    @Param(doc = "No effect: see reload_connections; names are looked up for each connection.")
        Optional<Boolean> reloadOnFailure,
    @Param(doc = "No effect: a node that failed is tried again after one minute.")
        Optional<Duration> resurrectAfter,
    @Param(doc = "No effect: see reload_connections.") Optional<String> snifferClassName,
    @Param(doc = "No effect: nodes take turns.") Optional<String> selectorClassName,
    @Param(doc = "No effect: types are sent to servers before version 7 only.", def = "false")
        boolean suppressTypeName,
    @Param(
            doc = "No effect: the reason of a rejection is always in the error event and the log.",
            name = "log_es_400_reason",
            alias = "log_os_400_reason",
            def = "false")
        boolean logReason,
    @Param(doc = "No effect: set the log level instead.", def = "false") boolean withTransporterLog,
    @Param(doc = "No effect: documents that can be tried again are, from the same chunk.")
        Optional<String> retryTag,
    @Param(doc = "No effect: every failure is retried as the buffer says.", def = "")
        List<String> ignoreExceptions,
    @Param(doc = "No effect: see ignore_exceptions.", def = "true") boolean exceptionBackup,
    @Param(
            doc = "No effect: the start never waits for the server.",
            alias = "max_retry_get_os_version")
        Optional<Integer> maxRetryGetEsVersion,
    @Param(
            doc = "No effect: the start never waits for the server.",
            alias = "fail_on_detecting_os_version_retry_exceed")
        Optional<Boolean> failOnDetectingEsVersionRetryExceed,
    @Param(doc = "No effect: one client speaks to all versions.")
        Optional<Boolean> validateClientVersion,
    @Param(doc = "No effect: a template that cannot be put is retried with its chunk.")
        Optional<Integer> maxRetryPuttingTemplate,
    @Param(doc = "No effect: a template that cannot be put is retried with its chunk.")
        Optional<Boolean> failOnPuttingTemplateRetryExceed,
    @Param(doc = "No effect: a template that cannot be put is retried with its chunk.")
        Optional<Boolean> catchTransportExceptionOnRetry,
    @Param(doc = "No effect: no cache grows.") Optional<Duration> truncateCachesInterval,
    @Param(doc = "No longer used.", obsoleted = "use index_name and logstash_prefix")
        Optional<String> indexPrefix) {
  /** Copies the list. */
  public AcceptedConfig {
    ignoreExceptions = List.copyOf(ignoreExceptions);
  }
}
