package io.millrace.plugins.aws;

import io.millrace.api.Param;
import io.millrace.api.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * By which keys requests are signed. Of several ways that are set the first counts, in this order:
 * assume_role_credentials, aws_key_id with aws_sec_key, aws_profile, aws_credential_process,
 * web_identity_credentials, instance_profile_credentials, shared_credentials, aws_iam_retries; with
 * none of them the AWS SDK's default chain (environment, web identity, profile, container,
 * instance).
 */
public record CredentialSettings(
    @Param(
            doc = "Access key id; with assume_role_credentials it signs the request to STS.",
            secret = true)
        Optional<String> awsKeyId,
    @Param(doc = "Secret access key, for aws_key_id.", secret = true) Optional<String> awsSecKey,
    @Param(doc = "Session token, if aws_key_id is a temporary key.", secret = true)
        Optional<String> awsSessionToken,
    @Param(doc = "Profile in the AWS configuration files whose keys are used.")
        Optional<String> awsProfile,
    @Param(doc = "Command whose output is the keys, as for credential_process of the AWS tools.")
        Optional<String> awsCredentialProcess,
    @Param(
            doc = "If set, the keys of the machine are used; the number itself has no effect.",
            deprecated = "Use <instance_profile_credentials>.")
        Optional<Integer> awsIamRetries,
    @Section(doc = "Use the keys of a role.") Optional<AssumeRoleSettings> assumeRoleCredentials,
    @Section(doc = "Use the keys of a role, by a token in a file.")
        Optional<WebIdentitySettings> webIdentityCredentials,
    @Section(doc = "Use the keys of the machine or container.")
        Optional<InstanceProfileSettings> instanceProfileCredentials,
    @Section(doc = "Use the keys in a credentials file.")
        Optional<SharedCredentialsSettings> sharedCredentials) {
  /** Refuses half a key. */
  public CredentialSettings {
    if (awsKeyId.isPresent() != awsSecKey.isPresent() && assumeRoleCredentials.isEmpty()) {
      throw new IllegalArgumentException(
          "aws_key_id and aws_sec_key go together, but only "
              + (awsKeyId.isPresent() ? "aws_key_id" : "aws_sec_key")
              + " is set; set both, or none to use the credentials of the environment");
    }
    if (awsSessionToken.isPresent() && awsKeyId.isEmpty()) {
      throw new IllegalArgumentException(
          "aws_session_token belongs to aws_key_id and aws_sec_key, which are not set");
    }
    awsCredentialProcess.ifPresent(ShellWords::split);
  }

  /** Those of {@code role}; without one, those of the environment. */
  static CredentialSettings ofRole(Optional<AssumeRoleSettings> role) {
    return new CredentialSettings(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        role,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** What is set and has no effect, one sentence each, for the log. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (awsIamRetries.isPresent()
        || instanceProfileCredentials.flatMap(InstanceProfileSettings::retries).isPresent()) {
      warnings.add(
          "the number of retries of instance profile credentials is not used: the AWS SDK has its"
              + " own");
    }
    return warnings;
  }
}
