package io.millrace.plugins.elasticsearch;

import static io.millrace.testkit.TestEvent.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ConfigException;
import io.millrace.testkit.FilterDriver;
import io.millrace.testkit.TestEvent;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ids are those of fluent-plugin-elasticsearch. */
class GenidFilterTest {
  private static final String RECORD = "{\"id\":\"x1\",\"user\":\"ü\",\"n\":1}";

  private static String id(TestEvent event, String... lines) {
    FilterDriver filter = FilterDriver.of("elasticsearch_genid", lines);
    String json = filter.run(event).get(0).json();
    return json.substring(json.lastIndexOf("\":\"") + 3, json.length() - 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "app.keys; IlPhWC0WV88ORCBvIvrF1le/ez8=; record_keys id, user",
        "app.time; bi3jUBC/RI77piTbaztM6tsIvE8WXSiHt02VzAzJEN8=; record_keys id\\ninclude_time_in_seed"
            + " true\\ninclude_tag_in_seed true\\nhash_type sha256",
        "app.md5; KIgx49Z0DfqZbRBJ//8OiA==; record_keys [\"id\",\"n\",\"missing\"]\\nseparator |"
            + "\\nhash_type md5",
        "app.all; oxybiNM1txZXDmZI7a3wIZ4bKU3h3IOglBe5OroMM6yDBNusqA8OM93HuSXkPWXBZJgHctffpQL3tGg5nfbofA==;"
            + "use_entire_record true\\nhash_type sha512\\ninclude_tag_in_seed true",
      })
  void hashes_what_a_record_holds(String tag, String id, String lines) {
    assertThat(
            id(
                event(tag, 1_700_000_000, RECORD),
                ("use_record_as_seed true\n" + lines.replace("\\n", "\n")).split("\n")))
        .isEqualTo(id);
  }

  @Test
  void the_order_of_the_fields_does_not_matter() {
    String[] lines = {"use_record_as_seed true", "use_entire_record true"};

    assertThat(id(event("a", 1, "{\"a\":1,\"b\":[1,{\"c\":null}]}"), lines))
        .isEqualTo(id(event("b", 2, "{\"b\":[1,{\"c\":null}],\"a\":1}"), lines))
        .isNotEqualTo(id(event("a", 1, "{\"a\":2,\"b\":[1,{\"c\":null}]}"), lines));
  }

  @Test
  void random_ids_differ() {
    List<TestEvent> out =
        FilterDriver.of("elasticsearch_genid", "hash_id_key h")
            .run(event("a", 1, "{}"), event("a", 1, "{}"));

    assertThat(out.get(0).json()).startsWith("{\"h\":\"").isNotEqualTo(out.get(1).json());
    String id = out.get(0).json().substring(6, out.get(0).json().length() - 2);
    assertThat(
            UUID.fromString(new String(Base64.getDecoder().decode(id), StandardCharsets.US_ASCII)))
        .hasToString(new String(Base64.getDecoder().decode(id), StandardCharsets.US_ASCII));
  }

  @Test
  void refuses_a_seed_of_nothing() {
    assertThatThrownBy(() -> FilterDriver.of("elasticsearch_genid", "use_record_as_seed true"))
        .isInstanceOfAny(ConfigException.class, IllegalArgumentException.class)
        .hasMessageContaining("use_record_as_seed needs record_keys");
  }
}
