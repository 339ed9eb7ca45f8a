package io.millrace.plugins.kubernetes;

import io.millrace.api.Param;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the Kubernetes API is, whom to trust there and how to show who we are. */
public record ApiConfig(
    @Param(
            doc =
                "Address of the API, such as https://10.96.0.1:443/api; without it that of the"
                    + " cluster this runs in (KUBERNETES_SERVICE_HOST and _PORT), and outside of"
                    + " one only what the tag says is added.")
        Optional<String> kubernetesUrl,
    @Param(doc = "Version of the API.", name = "apiVersion", def = "v1") String apiVersion,
    @Param(doc = "PEM file of our certificate.") Optional<Path> clientCert,
    @Param(doc = "PEM file of the key of our certificate, not encrypted.") Optional<Path> clientKey,
    @Param(doc = "PEM file of the authorities to trust; else ca.crt of secret_dir, if there.")
        Optional<Path> caFile,
    @Param(
            doc =
                "File of the token we show, read again every minute; else token of secret_dir, if"
                    + " there.")
        Optional<Path> bearerTokenFile,
    @Param(
            doc = "Directory of the service account.",
            def = "/var/run/secrets/kubernetes.io/serviceaccount")
        Path secretDir,
    @Param(doc = "Whether the API must show a trusted certificate.", def = "true")
        boolean verifySsl,
    @Param(
            doc = "No effect: an authority of ca_file is trusted, be it a root or not.",
            def = "false")
        boolean sslPartialChain,
    @Param(doc = "Seconds to wait for a connection.", def = "3") int openTimeout,
    @Param(doc = "Seconds to wait for an answer.", def = "10") int readTimeout) {

  /** Checks what goes together. */
  public ApiConfig {
    if (clientCert.isPresent() != clientKey.isPresent()) {
      throw new IllegalArgumentException(
          "client_cert and client_key go together: set both or none");
    }
    if (openTimeout < 1 || readTimeout < 1) {
      throw new IllegalArgumentException(
          "open_timeout "
              + openTimeout
              + " and read_timeout "
              + readTimeout
              + ": at least 1 second is expected");
    }
    kubernetesUrl.ifPresent(ApiAddress::parse);
  }

  /** The authorities to trust; empty for those of the Java runtime. */
  Optional<Path> trusted() {
    return caFile.or(() -> secret("ca.crt"));
  }

  /** The file of the token; empty to show none. */
  Optional<Path> token() {
    return bearerTokenFile.or(() -> secret("token"));
  }

  private Optional<Path> secret(String name) {
    return Optional.of(secretDir.resolve(name)).filter(Files::isReadable);
  }
}
