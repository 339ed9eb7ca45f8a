package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import io.millrace.api.Template;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Index templates to put on the server before the first document. */
public record TemplateConfig(
    @Param(doc = "Name of the template; placeholders are filled in.")
        Optional<Template> templateName,
    @Param(doc = "JSON file of the template.") Optional<Path> templateFile,
    @Param(
            doc = "Whether a template that is there is replaced, once for each start.",
            def = "false")
        boolean templateOverwrite,
    @Param(doc = "Names and files of more templates.", def = "{}") Map<String, String> templates,
    @Param(doc = "Texts in the file and what they are replaced by.", def = "{}")
        Map<String, String> customizeTemplate,
    @Param(
            doc =
                "Whether templates are of the old kind (_template). Without it they are, but for"
                    + " data streams.")
        Optional<Boolean> useLegacyTemplate,
    @Param(doc = "Not supported: index lifecycle management.", def = "false") boolean enableIlm,
    @Param(doc = "Not supported: rollover indices.", def = "false") boolean rolloverIndex) {
  /** Checks which settings go together. */
  public TemplateConfig {
    templates = Map.copyOf(templates);
    customizeTemplate = Map.copyOf(customizeTemplate);
    if (templateName.isPresent() != templateFile.isPresent()) {
      throw new IllegalArgumentException(
          "template_name and template_file go together: set both or none");
    }
    if (enableIlm || rolloverIndex) {
      throw new IllegalArgumentException(
          (enableIlm ? "enable_ilm" : "rollover_index")
              + " is not supported: put the policy and the alias on the server, and set index_name"
              + " to the alias");
    }
  }
}
