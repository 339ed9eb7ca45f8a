package io.millrace.plugins.elasticsearch;

import io.millrace.api.Param;
import io.millrace.api.Template;
import java.util.Map;
import java.util.Optional;

/** Aliases that events go to, the indices behind them, and the policy by which those roll over. */
public record RolloverConfig(
    @Param(
            doc =
                "Whether the index that events go to is an alias, and the indices behind it roll"
                    + " over by a lifecycle policy. Alias, indices, template and policy are made."
                    + " For new set-ups a data stream is simpler.",
            def = "false")
        boolean enableIlm,
    @Param(doc = "Whether deflector_alias and the first index behind it are made.", def = "false")
        boolean rolloverIndex,
    @Param(doc = "Alias of rollover_index; placeholders are filled in.")
        Optional<Template> deflectorAlias,
    @Param(doc = "Date math in the name of the first index; empty for none.", def = "now/d")
        String indexDatePattern,
    @Param(doc = "What is between the parts of that name.", def = "-") String indexSeparator,
    @Param(doc = "Part of that name; placeholders are filled in.", def = "default")
        Template applicationName,
    @Param(doc = "Lifecycle policy; placeholders are filled in.", def = "logstash-policy")
        Template ilmPolicyId,
    @Param(doc = "What the policy says, as JSON. Without it indices roll over at 50 GB or 30 days.")
        Optional<String> ilmPolicy,
    @Param(doc = "What the policies of ilm_policy_id say, as JSON, by their names.", def = "{}")
        Map<String, String> ilmPolicies,
    @Param(doc = "Whether a policy that is there is replaced, once for each start.", def = "false")
        boolean ilmPolicyOverwrite) {
  /** Checks which settings go together. */
  public RolloverConfig {
    if (enableIlm && deflectorAlias.isPresent()) {
      throw new IllegalArgumentException(
          "enable_ilm and deflector_alias exclude each other: with enable_ilm the index is the"
              + " alias");
    }
    if (rolloverIndex && !enableIlm && deflectorAlias.isEmpty()) {
      throw new IllegalArgumentException(
          "rollover_index needs deflector_alias: name the alias of the indices that roll over");
    }
    ilmPolicies = Map.copyOf(ilmPolicies);
    if (ilmPolicy.isPresent() && !ilmPolicies.isEmpty()) {
      throw new IllegalArgumentException(
          "ilm_policy and ilm_policies exclude each other: put all policies into ilm_policies");
    }
    if (ilmPolicyOverwrite && ilmPolicy.isEmpty() && ilmPolicies.isEmpty()) {
      throw new IllegalArgumentException(
          "ilm_policy_overwrite needs ilm_policy: give the policy that is to replace the other");
    }
    ilmPolicy.ifPresent(policy -> Json.read("ilm_policy", policy));
    ilmPolicies.forEach((name, policy) -> Json.read("ilm_policies " + name, policy));
  }

  /** What the policy of this name says; empty for the usual. */
  Optional<String> policy(String name) {
    return ilmPolicy.or(() -> Optional.ofNullable(ilmPolicies.get(name)));
  }

  /** Whether there is anything to make. */
  boolean isOn() {
    return enableIlm || rolloverIndex;
  }
}
