package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import io.millrace.api.Template;
import java.util.Optional;

/** The data stream, and what is made for it on the server. */
public record StreamConfig(
    @Param(doc = "Data stream; placeholders are filled in.") Template dataStreamName,
    @Param(
            doc =
                "Index template that makes it a stream; placeholders are filled in. Without it the"
                    + " stream's name with _template behind.")
        Optional<Template> dataStreamTemplateName,
    @Param(
            doc =
                "Lifecycle policy of the stream; placeholders are filled in. Without it the"
                    + " stream's name with _policy behind.")
        Optional<Template> dataStreamIlmName,
    @Param(
            doc =
                "Lifecycle policy, as JSON text. Without it indices roll over at 50 GB or 30 days.")
        Optional<String> dataStreamIlmPolicy,
    @Param(doc = "Whether a policy that is there is replaced, once for each start.", def = "false")
        boolean dataStreamIlmPolicyOverwrite,
    @Param(
            doc = "Whether the template is for all streams whose names start with this one's.",
            def = "true")
        boolean dataStreamTemplateUseIndexPatternsWildcard,
    @Param(doc = "Field that holds the _id, in record accessor syntax.") Optional<String> idKey,
    @Param(doc = "Field that takes the tag.", def = "tag") String tagKey) {
  /** Checks what is known before there are chunks. */
  public StreamConfig {
    StreamName.checkFixed("data_stream_name", dataStreamName);
    dataStreamTemplateName.ifPresent(
        name -> StreamName.checkFixed("data_stream_template_name", name));
    dataStreamIlmName.ifPresent(name -> StreamName.checkFixed("data_stream_ilm_name", name));
    dataStreamIlmPolicy.ifPresent(policy -> Json.read("data_stream_ilm_policy", policy));
  }
}
