package io.millrace.plugins.aws;

import io.millrace.api.Param;
import java.util.Optional;

/** {@code <assume_role_credentials>}: the keys of a role that STS hands out. */
public record AssumeRoleSettings(
    @Param(doc = "ARN of the role.") String roleArn,
    @Param(
            doc =
                "Name of the session; characters that STS does not allow there become a minus"
                    + " sign.")
        String roleSessionName,
    @Param(doc = "Policy in JSON that narrows what the role may do.") Optional<String> policy,
    @Param(doc = "How long the keys last, in seconds, 900 to 43200; STS's own default is 3600.")
        Optional<Integer> durationSeconds,
    @Param(doc = "What the role's trust policy asks for as external id.")
        Optional<String> externalId,
    @Param(doc = "Region of STS; the bucket's unless set.") Optional<String> stsRegion,
    @Param(doc = "HTTP proxy for requests to STS, http://user:password@host:port.")
        Optional<String> stsHttpProxy,
    @Param(doc = "URL of STS, if it is not the region's own.") Optional<String> stsEndpointUrl) {
  /** Refuses what STS would refuse. */
  public AssumeRoleSettings {
    StsSettings.check("assume_role_credentials", roleArn, durationSeconds);
  }

  StsSettings sts() {
    return new StsSettings(stsRegion, stsHttpProxy, stsEndpointUrl);
  }
}
