package io.millrace.devstack.s3;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Locale;

/**
 * Appends one line to a file for each request, before it is answered: method, target, then {@code
 * name=value} for each header, separated by tabs. The authorization stays out of it.
 */
final class RequestLog {
  private final Path file;

  RequestLog(Path file) {
    this.file = file;
  }

  void append(HttpServletRequest request) throws IOException {
    StringBuilder line = new StringBuilder(request.getMethod()).append('\t');
    line.append(request.getRequestURI());
    if (request.getQueryString() != null) {
      line.append('?').append(request.getQueryString());
    }
    for (String name : Collections.list(request.getHeaderNames())) {
      if (!name.equalsIgnoreCase("authorization")) {
        line.append('\t').append(name.toLowerCase(Locale.ROOT)).append('=');
        line.append(request.getHeader(name).replace('\t', ' '));
      }
    }
    line.append('\n');
    synchronized (this) {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
  }
}
