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
        Optional<Boolean> useLegacyTemplate) {
  /** Checks which settings go together. */
  public TemplateConfig {
    templates = Map.copyOf(templates);
    customizeTemplate = Map.copyOf(customizeTemplate);
    if (templateName.isPresent() != templateFile.isPresent()) {
      throw new IllegalArgumentException(
          "template_name and template_file go together: set both or none");
    }
  }
}
