package io.millrace.devstack;

import java.util.Map;
import java.util.Optional;

/**
 * A request STS saw, for assertions.
 *
 * @param parameters all parameters by name, {@code Action} among them
 * @param caller access key id of the caller; empty when the request was refused before it was known
 * @param status the HTTP status it was answered with
 * @param errorCode the error code it was answered with; empty when it succeeded
 */
public record StsRequest(
    Map<String, String> parameters,
    Optional<String> caller,
    int status,
    Optional<String> errorCode) {}
