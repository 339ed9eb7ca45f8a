package io.millrace.plugins.forward.out;

import io.millrace.api.PluginContext;
import io.millrace.api.RetryableException;
import io.millrace.api.Service;
import io.millrace.net.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes connections to servers. Safe for use by several threads. */
final class Connector {
  private static final int WATER_MARK = 1 << 20;

  private final ForwardOutputConfig config;
  private final Bootstrap bootstrap;
  private final Optional<TlsClient> tls;
  private final Optional<OneWay> oneWay;

  /**
   * Reads the files of TLS.
   *
   * @throws io.millrace.api.MillraceException if one cannot be used
   */
  Connector(ForwardOutputConfig config, EventLoops loops, PluginContext context) {
    this.config = config;
    this.tls =
        config.connection().transport() == ConnectionConfig.Transport.TLS
            ? Optional.of(new TlsClient(config.tls(), connectTimeout(), context.log()))
            : Optional.empty();
    this.oneWay =
        tls.isPresent() || config.security().isPresent() || config.connection().keepalive()
            ? Optional.empty()
            : Optional.of(new OneWay(connectTimeout(), config.connection().sendTimeout()));
    this.bootstrap =
        new Bootstrap()
            .group(loops.io())
            .channel(loops.clientChannel())
            .disableResolver()
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.SO_KEEPALIVE, config.connection().sendKeepalivePacket())
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis(connectTimeout()))
            .option(
                ChannelOption.WRITE_BUFFER_WATER_MARK,
                new WriteBufferWaterMark(WATER_MARK / 2, WATER_MARK));
  }

  private Duration connectTimeout() {
    return config.connection().connectTimeout().orElse(config.health().hardTimeout());
  }

  /**
   * What sends messages that nobody is to confirm, where a connection is for one message and needs
   * neither TLS nor a handshake.
   */
  Optional<OneWay> oneWay() {
    return oneWay;
  }

  /**
   * Connects and shakes hands; does not block. The future fails with a {@link RetryableException}.
   *
   * @param address where {@code service} is, resolved
   */
  CompletableFuture<Connection> open(Service service, InetSocketAddress address) {
    CompletableFuture<Connection> opened = new CompletableFuture<>();
    ChannelFuture connecting =
        bootstrap.clone().handler(new Setup(service, opened)).connect(address);
    connecting.addListener(
        done -> {
          if (!done.isSuccess()) {
            opened.completeExceptionally(
                new RetryableException(
                    "connect",
                    "cannot connect to " + service + ": " + done.cause().getMessage(),
                    done.cause()));
          }
        });
    return opened;
  }

  private static int millis(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE, Math.max(1, duration.toMillis()));
  }

  /** Fills the pipeline of a new channel. */
  private final class Setup extends ChannelInitializer<Channel> {
    private final Service service;
    private final CompletableFuture<Connection> opened;

    Setup(Service service, CompletableFuture<Connection> opened) {
      this.service = service;
      this.opened = opened;
    }

    @Override
    protected void initChannel(Channel channel) {
      tls.ifPresent(
          client ->
              channel
                  .pipeline()
                  .addLast(
                      client.handler(
                          channel.alloc(), service.host(), service.name(), service.port())));
      Connection connection =
          new Connection(
              channel,
              config.security().map(security -> new ClientHandshake(security, service)),
              config.health().hardTimeout(),
              config.connection().sendTimeout());
      channel.pipeline().addLast(connection);
      connection
          .ready()
          .whenComplete(
              (ready, error) -> {
                if (error == null) {
                  opened.complete(ready);
                } else {
                  opened.completeExceptionally(error);
                }
              });
    }
  }
}
