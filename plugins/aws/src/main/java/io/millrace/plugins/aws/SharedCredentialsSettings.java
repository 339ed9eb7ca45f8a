package io.millrace.plugins.aws;

import io.millrace.api.Param;
import java.nio.file.Path;
import java.util.Optional;

/** {@code <shared_credentials>}: the keys in a credentials file. */
public record SharedCredentialsSettings(
    @Param(doc = "The credentials file; ~/.aws/credentials unless set.") Optional<Path> path,
    @Param(doc = "Profile in the file; the environment's AWS_PROFILE or default unless set.")
        Optional<String> profileName) {}
