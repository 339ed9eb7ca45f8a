package io.millrace.plugins.prometheus;

import io.millrace.api.Fields;
import io.millrace.api.Param;
import io.millrace.net.TransportConfig;
import io.millrace.net.TransportParams;
import java.util.Map;
import java.util.Optional;

/** The deprecated {@code <ssl>} section; {@code <transport tls>} says the same. */
record SslConfig(
    @Param(doc = "Whether to speak TLS.", def = "false") boolean enable,
    @Param(doc = "PEM file with the certificate.") Optional<String> certificatePath,
    @Param(doc = "PEM file with the private key.") Optional<String> privateKeyPath,
    @Param(doc = "PEM file with the authorities of client certificates.") Optional<String> caPath,
    @Fields(doc = "Anything else, such as extra_conf, which has no effect.")
        Map<String, String> others) {
  /** Checks what goes together. */
  SslConfig {
    if (enable && (certificatePath.isEmpty() || privateKeyPath.isEmpty())) {
      throw new IllegalArgumentException(
          "both certificate_path and private_key_path must be defined in <ssl>");
    }
  }

  /** The same as a {@code <transport>}; empty if it is not enabled. */
  Optional<TransportConfig> transport() {
    return enable
        ? Optional.of(
            new TransportConfig(
                "tls",
                TransportParams.certificate(
                    certificatePath.orElseThrow(), privateKeyPath.orElseThrow(), caPath)))
        : Optional.empty();
  }
}
