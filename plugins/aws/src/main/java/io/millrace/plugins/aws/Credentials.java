package io.millrace.plugins.aws;

import io.millrace.api.PluginContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProcessCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleWithWebIdentityRequest;

/**
 * Makes the credentials of an output as its settings say. Nothing is asked for before the first
 * request, so that a broken role holds up only the output it belongs to.
 *
 * <p>Temporary keys are renewed ahead of their end by a thread of the SDK.
 */
public final class Credentials {
  private final CredentialSettings settings;
  private final String region;

  private Credentials(CredentialSettings settings, String region) {
    this.settings = settings;
    this.region = region;
  }

  /**
   * The credentials of an output; the caller closes them.
   *
   * @param region region of STS where the settings name none
   * @param context takes the gauge of the seconds that are left, and the counter of failures
   */
  public static RenewableCredentials open(
      CredentialSettings settings, String region, PluginContext context) {
    Credentials maker = new Credentials(settings, region);
    RenewableCredentials credentials =
        new RenewableCredentials(
            maker::provider,
            context.counter("credential_failures", "Times that no AWS credentials could be had."),
            context.log());
    context.gauge(
        "credential_seconds_left",
        "Seconds until the AWS credentials in use end; -1 if they do not.",
        () -> {
          long end = credentials.endsAtSecond();
          return end < 0 ? -1 : Math.max(0, end - context.clock().instant().getEpochSecond());
        });
    return credentials;
  }

  private AwsCredentialsProvider provider() {
    if (settings.assumeRoleCredentials().isPresent()) {
      return assumeRole(settings.assumeRoleCredentials().get());
    } else if (settings.awsKeyId().isPresent()) {
      return StaticCredentialsProvider.create(keys());
    } else if (settings.awsProfile().isPresent()) {
      return ProfileCredentialsProvider.create(settings.awsProfile().get());
    } else if (settings.awsCredentialProcess().isPresent()) {
      return ProcessCredentialsProvider.builder()
          .command(ShellWords.split(settings.awsCredentialProcess().get()))
          .asyncCredentialUpdateEnabled(true)
          .build();
    } else if (settings.webIdentityCredentials().isPresent()) {
      return webIdentity(settings.webIdentityCredentials().get());
    } else if (settings.instanceProfileCredentials().isPresent()) {
      return machine(settings.instanceProfileCredentials().get());
    } else if (settings.sharedCredentials().isPresent()) {
      return shared(settings.sharedCredentials().get());
    } else if (settings.awsIamRetries().isPresent()) {
      return machine(InstanceProfileSettings.DEFAULT);
    }
    return DefaultCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build();
  }

  private AwsCredentials keys() {
    String id = settings.awsKeyId().orElseThrow();
    String secret = settings.awsSecKey().orElseThrow();
    return settings
        .awsSessionToken()
        .<AwsCredentials>map(token -> AwsSessionCredentials.create(id, secret, token))
        .orElseGet(() -> AwsBasicCredentials.create(id, secret));
  }

  private AwsCredentialsProvider assumeRole(AssumeRoleSettings role) {
    boolean bothKeys = settings.awsKeyId().isPresent() && settings.awsSecKey().isPresent();
    AwsCredentialsProvider base =
        bothKeys
            ? StaticCredentialsProvider.create(keys())
            : DefaultCredentialsProvider.builder().build();
    AssumeRoleRequest request =
        AssumeRoleRequest.builder()
            .roleArn(role.roleArn())
            .roleSessionName(SessionName.of(role.roleSessionName()))
            .policy(role.policy().orElse(null))
            .durationSeconds(role.durationSeconds().orElse(null))
            .externalId(role.externalId().orElse(null))
            .build();
    StsClient sts = sts(role.sts(), base);
    return new OwnedProvider(
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request)
            .asyncCredentialUpdateEnabled(true)
            .build(),
        sts);
  }

  private AwsCredentialsProvider webIdentity(WebIdentitySettings role) {
    Supplier<AssumeRoleWithWebIdentityRequest> request =
        () ->
            AssumeRoleWithWebIdentityRequest.builder()
                .roleArn(role.roleArn())
                .roleSessionName(SessionName.of(role.roleSessionName()))
                .webIdentityToken(token(role.webIdentityTokenFile()))
                .policy(role.policy().orElse(null))
                .durationSeconds(role.durationSeconds().orElse(null))
                .build();
    StsClient sts = sts(role.sts(), AnonymousCredentialsProvider.create());
    return new OwnedProvider(
        StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
            .stsClient(sts)
            .refreshRequest(request)
            .asyncCredentialUpdateEnabled(true)
            .build(),
        sts);
  }

  private static String token(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read web_identity_token_file " + file + ": " + e, e);
    }
  }

  private StsClient sts(StsSettings where, AwsCredentialsProvider base) {
    StsClientBuilder builder =
        StsClient.builder()
            .region(Region.of(where.region().orElse(region)))
            .credentialsProvider(base)
            .httpClientBuilder(
                HttpTransport.builder(TransportSettings.DEFAULT.withProxy(where.proxy())));
    where.endpoint().ifPresent(url -> builder.endpointOverride(URI.create(url)));
    return builder.build();
  }

  private static AwsCredentialsProvider machine(InstanceProfileSettings machine) {
    String container = System.getenv("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    if (container != null) {
      return ContainerCredentialsProvider.builder().asyncCredentialUpdateEnabled(true).build();
    }
    // The SDK takes this time limit from a profile only.
    ProfileFile limits =
        ProfileFile.builder()
            .content("[default]\nmetadata_service_timeout=" + machine.timeoutSeconds() + "\n")
            .type(ProfileFile.Type.CONFIGURATION)
            .build();
    return InstanceProfileCredentialsProvider.builder()
        .endpoint("http://" + machine.ipAddress() + ":" + machine.port())
        .profileFile(limits)
        .profileName("default")
        .asyncCredentialUpdateEnabled(true)
        .build();
  }

  private static AwsCredentialsProvider shared(SharedCredentialsSettings shared) {
    ProfileCredentialsProvider.Builder builder = ProfileCredentialsProvider.builder();
    shared
        .path()
        .ifPresent(
            path ->
                builder.profileFile(
                    ProfileFile.builder()
                        .content(path)
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build()));
    shared.profileName().ifPresent(builder::profileName);
    return builder.build();
  }
}
