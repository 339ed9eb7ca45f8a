package io.millrace.plugins.socket;

import io.millrace.api.Child;
import io.millrace.api.ExtractConfig;
import io.millrace.api.Param;
import io.millrace.api.Parser;
import io.millrace.api.Section;
import java.time.Duration;
import java.util.Optional;

/** What {@code tcp} and {@code udp} have in common: how messages become events. */
public record TextSettings(
    @Param(doc = "Tag of the events.") String tag,
    @Param(doc = "Address to listen on.", def = "0.0.0.0") String bind,
    @Param(
            doc = "Field that the sender's name is put into.",
            deprecated = "use source_hostname_key")
        Optional<String> sourceHostKey,
    @Param(doc = "Field that the sender's name is put into.") Optional<String> sourceHostnameKey,
    @Param(doc = "Field that the sender's address is put into.") Optional<String> sourceAddressKey,
    @Param(doc = "Accepted for old configurations; has no effect.", def = "0.5")
        Duration blockingTimeout,
    @Section(doc = "How messages are read.", required = true) Child<Parser> parse,
    @Section(doc = "Tag and time to take out of records.") Optional<ExtractConfig> extract) {

  /** Field that the sender's name is put into. */
  Optional<String> hostnameKey() {
    return sourceHostnameKey.or(() -> sourceHostKey);
  }
}
