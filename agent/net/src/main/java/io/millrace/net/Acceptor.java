package io.millrace.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets in the connections of one listener, as far as there is room, and adds TLS. */
@Sharable
final class Acceptor extends ChannelInitializer<Channel> {
  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

  /** What new connections get: the TLS files are read when it is made, and when they change. */
  private record Terms(ListenOptions options, Optional<MadeOfFiles<TlsServer>> tls) {
    static Terms of(String owner, ListenOptions options) {
      return new Terms(options, options.tls().map(settings -> tls(owner, settings)));
    }

    /** As they are now, or these again: a certificate that is made here is not made twice. */
    Terms renewed(String owner, ListenOptions asked) {
      boolean keep = asked.tls().equals(options.tls()) && isMadeHere(asked);
      return keep ? new Terms(asked, tls) : of(owner, asked);
    }

    private static boolean isMadeHere(ListenOptions options) {
      return options.tls().map(settings -> settings.certificate().isMadeHere()).orElse(false);
    }

    private static MadeOfFiles<TlsServer> tls(String owner, TlsSettings settings) {
      if (settings.isInsecure()) {
        LOG.warn(
            "insecure TLS communication server is configured (using 'insecure' mode)"
                + " plugin_id={}",
            owner);
      }
      return new MadeOfFiles<>(
          settings.files().stream().map(CertificateSource.Needed::file).toList(),
          () -> server(owner, settings),
          TlsServer::renewal,
          InstantSource.system(), // other machines judge by theirs, not by the agent's
          error ->
              LOG.error(
                  "certificate files have changed and cannot be used, new connections get the"
                      + " former ones plugin_id={}: {}",
                  owner,
                  error.getMessage()));
    }

    private static TlsServer server(String owner, TlsSettings settings) {
      TlsServer server = new TlsServer(settings);
      server
          .renewal()
          .ifPresent(
              at ->
                  LOG.info(
                      "made a certificate for new connections plugin_id={} next_one_at={}",
                      owner,
                      at));
      return server;
    }
  }

  private final String owner;
  private final Crowd crowd;
  private volatile Terms terms;
  private volatile @Nullable Listener listener;

  Acceptor(String owner, ListenOptions options, ConnectionLimit process) {
    this.owner = owner;
    this.crowd = new Crowd(owner, process, () -> served().localAddress());
    this.terms = Terms.of(owner, options);
  }

  /** Starts to accept: until then connections wait in the kernel's backlog. */
  void serve(Listener ready) {
    listener = ready;
    ready.resume();
  }

  /** As {@link #serve}, but the caller resumes. */
  void prepare(Listener ready) {
    listener = ready;
  }

  /** What the listening socket is to do when it cannot accept. */
  AcceptFailures failures() {
    return new AcceptFailures(owner, () -> !served().isPaused());
  }

  /**
   * New connections get {@code options}, and TLS with the files as they are now, or the certificate
   * that was made for the same settings.
   */
  void renew(ListenOptions options) {
    terms = terms.renewed(owner, options);
  }

  @Override
  protected void initChannel(Channel channel) {
    Terms now = terms;
    boolean stays = crowd.enter(now.options().maxConnections());
    Channels.whenClosed(channel, crowd::leave);
    if (!stays) {
      Channels.close(channel);
      return;
    }
    if (now.options().keepAlive()) {
      channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
    }
    now.options()
        .linger()
        .ifPresent(seconds -> channel.config().setOption(ChannelOption.SO_LINGER, seconds));
    now.tls()
        .ifPresent(server -> channel.pipeline().addLast(server.get().handler(channel.alloc())));
    served().handler().accept(channel);
  }

  private Listener served() {
    return Objects.requireNonNull(listener, "accepted before serve");
  }
}
