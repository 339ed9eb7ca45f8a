package io.millrace.engine.check;

import io.millrace.config.ConfigElement;
import io.millrace.config.Parameter;
import java.util.Map;

/**
 * {@code tls-unverified}: TLS that takes any certificate, so that anyone in between can read along.
 */
final class TlsVerificationRule implements Rule {

  /** Parameters, each with the value that turns verification off. */
  private static final Map<String, String> OFF =
      Map.of(
          "ssl_verify", "false",
          "ssl_verify_peer", "false",
          "verify_ssl", "false",
          "tls_verify", "false",
          "tls_verify_hostname", "false",
          "tls_insecure_mode", "true",
          "tls_allow_self_signed_cert", "true",
          "tls_verify_mode", "none",
          "insecure", "true");

  @Override
  public String code() {
    return "tls-unverified";
  }

  @Override
  public void check(CheckedConfig config, Findings findings) {
    for (CheckedSection section : config.sections()) {
      if (section.parent().isEmpty() || !section.kind().equals("parser")) {
        check(section.element(), findings);
      }
    }
  }

  private void check(ConfigElement element, Findings findings) {
    for (Parameter parameter : element.parameters()) {
      if (parameter.text().equals(OFF.get(parameter.name()))) {
        findings.warn(
            this,
            parameter.location(),
            parameter.name()
                + " "
                + parameter.text()
                + " takes the certificate of anyone: whoever"
                + " stands in between can read and change what is sent, and sees its passwords",
            "remove it and name the authority that signed the server's certificate (ca_file,"
                + " tls_cert_path or ssl_ca_bundle)");
      }
    }
  }
}
