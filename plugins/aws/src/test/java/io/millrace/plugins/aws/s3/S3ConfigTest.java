package io.millrace.plugins.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.BufferDefaults;
import io.millrace.api.ConfigException;
import io.millrace.plugins.aws.TestOutput;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class S3ConfigTest {
  private static final String MINIMAL = "@type s3\ns3_bucket logs\n";

  @Test
  void acceptsEveryParameterOfThePlugin() throws Exception {
    try (TestOutput output =
        TestOutput.create(
            "every",
            """
            @type s3
            s3_bucket logs
            s3_region eu-central-1
            path logs/
            s3_object_key_format %{path}%{time_slice}_%{index}.%{file_extension}
            time_slice_format %Y%m%d
            store_as gzip
            command_parameter -1
            storage_class STANDARD_IA
            reduced_redundancy false
            acl private
            grant_full_control id="1"
            grant_read id="2"
            grant_read_acp id="3"
            grant_write_acp id="4"
            use_server_side_encryption aws:kms
            ssekms_key_id key
            sse_customer_algorithm AES256
            sse_customer_key 0123456789abcdef0123456789abcdef
            sse_customer_key_md5 x
            checksum_algorithm CRC32
            compute_checksums true
            signature_version v4
            tagging a=b
            s3_metadata {"a":"b"}
            auto_create_bucket true
            check_bucket true
            check_apikey_on_start true
            check_object true
            overwrite false
            index_format %03d
            hex_random_length 8
            force_path_style true
            enable_transfer_acceleration false
            enable_dual_stack false
            ssl_verify_peer true
            ssl_ca_bundle /ca.pem
            ssl_ca_directory /ca
            use_bundled_cert false
            proxy_uri http://u:p@proxy:3128
            warn_for_delay 1h
            aws_key_id A
            aws_sec_key B
            aws_profile p
            aws_credential_process echo 'a b'
            aws_iam_retries 3
            <assume_role_credentials>
            role_arn arn:aws:iam::123456789012:role/r
            role_session_name s
            policy {}
            duration_seconds 900
            external_id e
            sts_region us-east-1
            sts_http_proxy http://proxy:3128
            sts_endpoint_url http://localhost:1
            </assume_role_credentials>
            <web_identity_credentials>
            role_arn arn:aws:iam::123456789012:role/r
            role_session_name s
            web_identity_token_file /token
            policy {}
            duration_seconds 900
            sts_region us-east-1
            sts_http_proxy http://proxy:3128
            sts_endpoint_url http://localhost:1
            </web_identity_credentials>
            <instance_profile_credentials>
            retries 1
            ip_address 127.0.0.1
            port 80
            http_open_timeout 1
            http_read_timeout 1
            </instance_profile_credentials>
            <shared_credentials>
            path /credentials
            profile_name p
            </shared_credentials>
            <bucket_lifecycle_rule>
            id a
            prefix logs/
            expiration_days 3
            </bucket_lifecycle_rule>
            <compress>
            level 3
            </compress>
            <inject>
            tag_key tag
            </inject>
            <format>
            @type json
            </format>
            """)) {
      assertThat(output.plugin()).isInstanceOf(S3Output.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s3_endpoint https://s3.eu-central-1.amazonaws.com | remove it and set s3_region
          s3_endpoint nowhere                               | URL such as http://host:port
          index_format %s                                   | index_format is '%s'
          index_format %5d                                  | index_format is '%5d'
          hex_random_length 17                              | from 0 to 16
          s3_object_key_format %{uuid}.gz                   | use %{uuid_flush}
          s3_object_key_format %{uuid:hostname}.gz          | use %{uuid_flush}
          signature_version s3                              | version v4 only
          checksum_algorithm MD4                            | CRC32, CRC32C, SHA1, SHA256
          sse_customer_key 0123                             | go together
          aws_key_id A                                      | only aws_key_id is set
          aws_session_token T                               | belongs to aws_key_id
          aws_credential_process a 'b                       | not closed
          store_as parquet                                  | not supported yet
          proxy_uri ://u:secret@x                           | proxy_uri is
          """)
  void refusesWhatCannotWork(String line, String reason) {
    assertThatThrownBy(() -> TestOutput.create("bad", MINIMAL + line))
        .hasMessageContaining(reason)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "https://bucket.vpce-1.s3.us-east-1.vpce.amazonaws.com",
    "https://s3-fips.us-gov-west-1.amazonaws.com",
    "http://127.0.0.1:9000"
  })
  void acceptsEndpointsThatAreNotTheRegionsOwn(String endpoint) throws Exception {
    try (TestOutput output = TestOutput.create("endpoint", MINIMAL + "s3_endpoint " + endpoint)) {
      assertThat(output.plugin()).isNotNull();
    }
  }

  @Test
  void refusesToSendACustomersKeyInClear() {
    assertThatThrownBy(
            () ->
                TestOutput.create(
                    "clear",
                    MINIMAL
                        + "s3_endpoint http://127.0.0.1:9000\nsse_customer_algorithm AES256\n"
                        + "sse_customer_key 0123456789abcdef0123456789abcdef"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("use an https URL");
  }

  @Test
  void refusesAnEmptyRole() {
    assertThatThrownBy(
            () ->
                TestOutput.create(
                    "role",
                    MINIMAL
                        + "<assume_role_credentials>\nrole_arn\nrole_session_name s\n"
                        + "</assume_role_credentials>"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("role_arn")
        .hasMessageContaining("leave the section out");
  }

  @Test
  void warnsOfACompressionItDoesNotKnow() throws Exception {
    try (TestOutput output = TestOutput.create("unknown", MINIMAL + "store_as rar")) {
      assertThat(output.log()).singleElement().asString().contains("rar", "stored as text");
    }
  }

  @Test
  void buffersByDayUnlessToldOtherwise() {
    BufferDefaults defaults = S3OutputFactory.BY_DAY;

    assertThat(defaults.chunkKeys()).containsExactly("time");
    assertThat(defaults.parameters()).containsOnly(Map.entry("timekey", "86400"));
  }
}
