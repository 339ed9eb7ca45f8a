package io.millrace.devstack.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A made-up pod with one container.
 *
 * @param namespace its namespace
 * @param name its name
 * @param container name of its container
 * @param json whether it logs JSON objects, or plain text
 */
record Pod(String namespace, String name, String container, boolean json) {

  /** The pods of the quickstart. */
  static List<Pod> samples() {
    return List.of(
        new Pod("shop", "checkout-7d9c5b6f4-x2x7k", "checkout", true),
        new Pod("shop", "catalog-5f6d8c9b7-qq4lm", "catalog", true),
        new Pod("payments", "ledger-0", "ledger", true),
        new Pod("ingress", "gateway-84b9f6c5d-8wz2n", "nginx", false));
  }

  /** Folder of its container's files, below {@code /var/log/pods} on a real node. */
  String folder() {
    UUID uid = UUID.nameUUIDFromBytes((namespace + "/" + name).getBytes(StandardCharsets.UTF_8));
    return namespace + "_" + name + "_" + uid + "/" + container;
  }

  /** Name of the link to its newest file, below {@code /var/log/containers} on a real node. */
  String link() {
    byte[] identity = (namespace + "/" + name + "/" + container).getBytes(StandardCharsets.UTF_8);
    String half = UUID.nameUUIDFromBytes(identity).toString().replace("-", "");
    return name + "_" + namespace + "_" + container + "-" + half + half + ".log";
  }
}
