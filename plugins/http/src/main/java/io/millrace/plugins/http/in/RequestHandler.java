package io.millrace.plugins.http.in;

import io.millrace.api.Parser;
import io.millrace.api.PluginContext;
import io.millrace.event.ByteSlice;
import io.millrace.event.PackedEvents;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.LogLimit;
import io.millrace.net.ReceiveBudget;
import io.millrace.net.http.HttpHandler;
import io.millrace.net.http.HttpReply;
import io.millrace.net.http.HttpRequest;
import io.millrace.net.http.Inflation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;

/**
 * Answers requests: what needs no body at once, the others on a worker, when their events have
 * arrived. A full buffer thus leaves the request unanswered, or answers 500, as its {@code
 * overflow_action} says. Safe for use by several threads.
 */
final class RequestHandler implements HttpHandler {
  private final HttpInputConfig config;
  private final PluginContext context;
  private final ListenerRegistry registry;
  private final Parser parser;
  private final boolean ownParser;
  private final Cors cors;
  private final Replies replies;
  private final long inflatedLimit;
  private final LongAdder invalid;
  private final LongAdder failed;
  private final LogLimit invalidLog = new LogLimit();

  RequestHandler(HttpInputConfig config, PluginContext context, Parser parser) {
    this.config = config;
    this.context = context;
    this.registry = context.service(ListenerRegistry.class);
    this.parser = parser;
    this.ownParser = !config.parse().type().equals("in_http");
    this.cors = new Cors(config);
    this.replies = new Replies(config);
    this.inflatedLimit =
        Math.min(config.decompressionSizeLimit().bytes(), registry.budget().limit());
    this.invalid = context.counter("invalid_values", "Values in bodies that made no event.");
    this.failed = context.counter("failed_requests", "Requests that were answered with an error.");
  }

  @Override
  public boolean inflatesBodies() {
    return true;
  }

  @Override
  public CompletionStage<HttpReply> handle(HttpRequest request) {
    if (request.method().equals("OPTIONS")) {
      return CompletableFuture.completedFuture(cors.preflight(request));
    }
    if (!cors.allows(request)) {
      return CompletableFuture.completedFuture(Replies.forbidden());
    }
    if (request.method().equals("GET")) {
      return CompletableFuture.completedFuture(HttpReply.text(200, ""));
    }
    return CompletableFuture.supplyAsync(() -> take(request), registry.loops().workers())
        .thenCompose(reply -> reply)
        .exceptionally(error -> internalError(request, error))
        .thenApply(reply -> shared(request, reply));
  }

  private CompletionStage<HttpReply> take(HttpRequest request) {
    ReceiveBudget.Share share = registry.budget().share(() -> {});
    CompletionStage<HttpReply> reply;
    try {
      reply = take(request, share);
    } catch (RuntimeException | Error e) {
      giveBack(share);
      throw e;
    }
    return reply.whenComplete((done, error) -> giveBack(share));
  }

  private static void giveBack(ReceiveBudget.Share share) {
    share.add(-share.held());
  }

  private CompletionStage<HttpReply> take(HttpRequest request, ReceiveBudget.Share share) {
    Inflation.Result inflated =
        Inflation.inflate(
            request.body(),
            request.header("Content-Encoding"),
            inflatedLimit,
            bytes -> reserve(share, bytes));
    if (!inflated.ok()) {
      context
          .log()
          .warn(
              "fails to decode payload target={} reason=\"{}\"",
              request.target(),
              inflated.reason());
      failed.increment();
      return CompletableFuture.completedFuture(Replies.undecodable(inflated));
    }
    PackedEvents events;
    try {
      events = events(request, inflated.body());
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(badRequest(request, e));
    }
    if (events.isEmpty()) {
      return CompletableFuture.completedFuture(replies.success());
    }
    return context
        .out()
        .emit(RequestTag.of(request.target(), config.addTagPrefix()), events)
        .thenApply(done -> replies.success());
  }

  private boolean reserve(ReceiveBudget.Share share, long bytes) {
    share.add(bytes);
    return registry.budget().held() <= registry.budget().limit();
  }

  private PackedEvents events(HttpRequest request, ByteSlice body) {
    Parameters query = new Parameters();
    int mark = request.target().indexOf('?');
    if (mark >= 0) {
      query.addForm(ByteSlice.utf8(request.target().substring(mark + 1)));
    }
    Parameters parameters = new Parameters();
    query.all().forEach(parameters::put);
    addBody(request, body, parameters);
    RequestEvents events =
        new RequestEvents(
            parser,
            context.clock(),
            new AddedFields(config, request, query),
            parameters,
            body.length());
    if (ownParser) {
      events.parse(body);
    } else {
      read(parameters, events);
    }
    report(request, events.invalid());
    return events.build();
  }

  private static void addBody(HttpRequest request, ByteSlice body, Parameters parameters) {
    String type = request.header("Content-Type").orElse("");
    if (type.startsWith("application/x-www-form-urlencoded")) {
      parameters.addForm(body);
    } else if (type.startsWith("multipart/form-data")) {
      Multipart.read(type, body, parameters);
    } else if (type.startsWith("application/json") || type.startsWith("application/csp-report")) {
      parameters.put("json", body);
    } else if (type.startsWith("application/msgpack")) {
      parameters.put("msgpack", body);
    } else if (type.startsWith("application/x-ndjson")) {
      parameters.put("ndjson", body);
    }
  }

  private static void read(Parameters parameters, RequestEvents events) {
    Optional<ByteSlice> msgpack = parameters.get("msgpack");
    Optional<ByteSlice> json = parameters.get("json");
    Optional<ByteSlice> lines = parameters.get("ndjson");
    if (msgpack.isPresent()) {
      events.msgpack(msgpack.get());
    } else if (json.isPresent()) {
      events.json(json.get());
    } else if (lines.isPresent()) {
      events.lines(lines.get());
    } else {
      throw new IllegalArgumentException("'json', 'ndjson' or 'msgpack' parameter is required");
    }
  }

  private void report(HttpRequest request, int count) {
    if (count > 0) {
      invalid.add(count);
      long left = invalidLog.next();
      if (left >= 0) {
        context
            .log()
            .warn(
                "incoming event is invalid, no event is made of it target={} peer={} values={}"
                    + " more_requests_since_last_line={}",
                request.target(),
                request.peer(),
                count,
                left);
      }
    }
  }

  private HttpReply badRequest(HttpRequest request, RuntimeException error) {
    failed.increment();
    if (config.dumpErrorLog()) {
      context
          .log()
          .error(
              "failed to process request target={} peer={} error=\"{}\"",
              request.target(),
              request.peer(),
              error.getMessage());
    }
    return HttpReply.text(400, "400 Bad Request\n" + error.getMessage() + "\n");
  }

  private HttpReply internalError(HttpRequest request, Throwable error) {
    failed.increment();
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (config.dumpErrorLog()) {
      context
          .log()
          .error(
              "failed to emit data target={} peer={} error=\"{}\"",
              request.target(),
              request.peer(),
              cause.getMessage());
    }
    return HttpReply.text(500, "500 Internal Server Error\n" + cause.getMessage() + "\n");
  }

  private HttpReply shared(HttpRequest request, HttpReply reply) {
    Map<String, String> headers = new LinkedHashMap<>(reply.headers());
    cors.addTo(headers, request);
    return new HttpReply(reply.status(), headers, reply.body());
  }

  @Override
  public HttpReply refuse(int status, String reason) {
    failed.increment();
    return status == 413
        ? HttpReply.text(413, "Too large")
        : HttpReply.text(status, status + " " + reason + "\n");
  }
}
