package io.millrace.api;

import java.util.Optional;

/** One destination that service discovery found. {@code weight} is relative to the others'. */
public record Service(String host, int port, Optional<String> name, int weight, boolean standby) {}
