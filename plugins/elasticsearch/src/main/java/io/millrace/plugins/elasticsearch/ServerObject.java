package io.millrace.plugins.elasticsearch;

import io.millrace.api.RetryableException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Something with a name that is put on a server before documents: a template, a policy, a stream.
 *
 * @param what parameter and value that want it, for messages
 * @param path of its requests
 */
record ServerObject(String what, String path) {
  /** The object {@code name} of the API at {@code api}, as {@code parameter} wants it. */
  static ServerObject of(String parameter, String api, String name) {
    return new ServerObject(
        parameter + " " + name, api + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8));
  }

  /** Whether something is on a server. */
  enum Presence {
    /** It is there. */
    THERE,
    /** It is not there. */
    ABSENT,
    /** The server does not have this API. */
    UNKNOWN_API
  }

  /**
   * Whether it is there.
   *
   * @throws IOException if the cluster does not answer
   * @throws RetryableException if it answers neither yes nor no
   */
  Presence on(Cluster cluster) throws IOException {
    Answer answer = cluster.send("GET", path, Optional.empty());
    if (answer.isSuccess()) {
      return Presence.THERE;
    }
    if (answer.status() == 404) {
      return Presence.ABSENT;
    }
    if (answer.isUnknownApi()) {
      return Presence.UNKNOWN_API;
    }
    throw refused(answer);
  }

  /**
   * Puts it there, over one that is there.
   *
   * @throws IOException if the cluster does not answer
   * @throws RetryableException if it refuses
   */
  void put(Cluster cluster, String json) throws IOException {
    Answer answer = cluster.send("PUT", path, Optional.of(json));
    if (!answer.isSuccess()) {
      throw refused(answer);
    }
  }

  /**
   * Creates it, unless another one did so first. Does nothing on a server that does not have this
   * API.
   *
   * @return false if it was there
   * @throws IOException if the cluster does not answer
   * @throws RetryableException if it refuses
   */
  boolean create(Cluster cluster, Optional<String> json) throws IOException {
    Answer answer = cluster.send("PUT", path, json);
    if (!answer.isSuccess() && !answer.saysAlreadyThere() && !answer.isUnknownApi()) {
      throw refused(answer);
    }
    return !answer.saysAlreadyThere();
  }

  private RetryableException refused(Answer answer) {
    return new RetryableException(
        what + ": Elasticsearch refuses it, and no document is sent without it: " + answer.error());
  }
}
