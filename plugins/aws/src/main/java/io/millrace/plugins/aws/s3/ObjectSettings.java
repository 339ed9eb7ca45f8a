package io.millrace.plugins.aws.s3;

import io.millrace.api.Param;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is said of each object besides its bytes. Values are the S3 API's. */
public record ObjectSettings(
    @Param(doc = "Storage class.", def = "STANDARD") String storageClass,
    @Param(
            doc = "Whether the storage class is REDUCED_REDUNDANCY.",
            def = "false",
            deprecated = "Use storage_class REDUCED_REDUNDANCY.")
        boolean reducedRedundancy,
    @Param(doc = "Canned access list, such as bucket-owner-full-control.") Optional<String> acl,
    @Param(doc = "Who may do everything with the object, such as id=\"...\".")
        Optional<String> grantFullControl,
    @Param(doc = "Who may read the object.") Optional<String> grantRead,
    @Param(doc = "Who may read the object's access list.") Optional<String> grantReadAcp,
    @Param(doc = "Who may write the object's access list.") Optional<String> grantWriteAcp,
    @Param(doc = "Encryption by the store: AES256, aws:kms or aws:kms:dsse.")
        Optional<String> useServerSideEncryption,
    @Param(doc = "Key of the key management service to encrypt with.", secret = true)
        Optional<String> ssekmsKeyId,
    @Param(doc = "Algorithm of the encryption with a key of your own: AES256.")
        Optional<String> sseCustomerAlgorithm,
    @Param(doc = "Key of your own to encrypt with, as its bytes are.", secret = true)
        Optional<String> sseCustomerKey,
    @Param(doc = "MD5 of that key; it is computed, so it need not be given.", secret = true)
        Optional<String> sseCustomerKeyMd5,
    @Param(doc = "Checksum sent with the object: CRC32, CRC32C, SHA1 or SHA256.")
        Optional<String> checksumAlgorithm,
    @Param(doc = "Tags of the object, as key=value&key=value.") Optional<String> tagging,
    @Param(doc = "Metadata of the object; values may have placeholders and %{index}.", def = "{}")
        Map<String, String> s3Metadata) {
  private static final Set<String> CHECKSUMS = Set.of("CRC32", "CRC32C", "SHA1", "SHA256");

  /** Refuses half a customer key and checksums that cannot be computed. */
  public ObjectSettings {
    checksumAlgorithm.ifPresent(
        name -> {
          if (!CHECKSUMS.contains(name.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException(
                "checksum_algorithm is '"
                    + name
                    + "', but it must be one of CRC32, CRC32C, SHA1, SHA256");
          }
        });
    if (sseCustomerKey.isPresent() != sseCustomerAlgorithm.isPresent()) {
      throw new IllegalArgumentException(
          "sse_customer_algorithm and sse_customer_key go together; set both or none");
    }
  }

  /** The storage class in use. */
  String effectiveStorageClass() {
    return reducedRedundancy ? "REDUCED_REDUNDANCY" : storageClass;
  }
}
