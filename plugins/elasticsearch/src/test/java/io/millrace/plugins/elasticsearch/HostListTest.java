package io.millrace.plugins.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostListTest {
  private static HostList parse(String hosts) {
    return HostList.parse(new Nodes(hosts, 9200), Configured.config().common().connection());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost | [http://localhost:9200]",
        "a:1, b ,c:3 | [http://a:1, http://b:9200, http://c:3]",
        "::1 | [http://[::1]:9200]",
        "[::1]:9201 | [http://[::1]:9201]",
        "https://u:p@es.example/prefix/ | [https://es.example:9200/prefix]",
        "https://es.example:443,http://b | [https://es.example:443, http://b:9200]",
      })
  void reads_the_forms_of_hosts(String hosts, String shown) {
    assertThat(parse(hosts)).hasToString(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://elastic:simple@a | elastic:simple",
        "http://%{j+hn}:%{passw@rd/}@a | j+hn:passw@rd/",
        "http://u:p%40x+y@a | u:p@x+y",
        "http://a | user:p@ss:w/rd",
        "a | user:p@ss:w/rd",
      })
  void finds_logins(String hosts, String login) {
    ConnectionConfig config =
        Configured.config("user user", "password %{p@ss:w/rd}").common().connection();

    assertThat(HostList.parse(new Nodes(hosts, 9200), config).nodes().get(0).login())
        .isEqualTo(Optional.of(login));
  }

  @Test
  void decodes_a_cloud_id() {
    ConnectionConfig config =
        Configured.config(
                "cloud_id prod:dXMtZWFzdC0xLmF3cy5mb3VuZC5pbyRjZWM2ZjI2MWE3NGJmMjRjZTMz",
                "cloud_auth elastic:pw")
            .common()
            .connection();

    assertThat(HostList.parse(new Nodes("ignored", 9200), config))
        .hasToString("[https://cec6f261a74bf24ce33.us-east-1.aws.found.io:443]");
  }

  @Test
  void refuses_what_is_no_url_without_showing_the_password() {
    assertThatThrownBy(() -> parse("http://u:p^w@host"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hosts: 'http://...@host'")
        .hasMessageNotContaining("p^w");
  }
}
