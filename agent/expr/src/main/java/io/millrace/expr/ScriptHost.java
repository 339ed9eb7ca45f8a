package io.millrace.expr;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;

/**
 * What an expression may see of the machine it runs on.
 *
 * @param environment the process environment, Ruby's {@code ENV}
 * @param hostname the machine's name, for {@code Socket.gethostname}
 * @param clock Ruby's {@code Time.now}
 * @param zone the local time zone
 */
public record ScriptHost(
    Map<String, String> environment, String hostname, InstantSource clock, ZoneId zone) {}
