package io.millrace.api;

import java.util.Optional;

/**
 * The {@code <extract>} section: what is taken out of each record to be the event's tag or time.
 *
 * <p>Source: Fluentd's extract helper.
 */
public record ExtractConfig(
    @Param(doc = "Field whose value becomes the tag.") Optional<String> tagKey,
    @Param(doc = "Whether the field of the tag stays in the record.", def = "false")
        boolean keepTagKey,
    @Param(doc = "Field whose value becomes the time, if the parser found none.")
        Optional<String> timeKey,
    @Param(doc = "Whether the field of the time stays in the record.", def = "false")
        boolean keepTimeKey,
    @Include TimeSettings time) {}
