package io.millrace.devstack.quickstart;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Where to look further.
 *
 * @param elasticsearch address of the node
 * @param s3 address of the S3 server
 * @param sts address of the STS endpoint
 * @param indices pattern of the index names
 * @param bucket folder that holds the objects of the bucket
 * @param agentLog log of the agent
 */
record Guide(URI elasticsearch, URI s3, URI sts, String indices, Path bucket, Path agentLog) {

  /** Lines with commands to copy into another terminal. */
  List<String> lines() {
    return List.of(
        "Look further, in another terminal:",
        "  curl -s '%s/%s/_count?pretty'".formatted(elasticsearch, indices),
        "  curl -s '%s/%s/_search?q=level:error&size=2&pretty'".formatted(elasticsearch, indices),
        "  find '%s' -name '*.gz'".formatted(bucket),
        "  find '%s' -name '*.gz' -exec gzip -dc {} + | wc -l".formatted(bucket),
        "  tail -f '%s'".formatted(agentLog),
        "Servers: Elasticsearch %s  S3 %s  STS %s".formatted(elasticsearch, s3, sts));
  }
}
