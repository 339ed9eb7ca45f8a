package io.millrace.net.message;

import io.millrace.event.ByteSlice;
import io.millrace.net.DatagramHost;
import io.millrace.net.InFlight;
import io.millrace.net.ListenerRegistry;
import io.millrace.net.LogLimit;
import io.millrace.net.SerialLane;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The datagrams of one input, each a message. UDP knows no back-pressure: while a buffer is full,
 * some megabytes wait, and what comes then is dropped, counted, and logged when it begins and when
 * it is over. Datagrams are received on one io thread; the rest is safe for use by several threads.
 */
public final class DatagramServer implements DatagramHost {
  private static final long END_SECONDS = 5;
  private static final long MAX_WAITING = 8L << 20;

  /** A datagram costs more than its bytes, and may have none. */
  private static final int OVERHEAD = 64;

  private final MessageService service;
  private final int maxLength;
  private final InFlight inFlight = new InFlight();
  private final SerialLane lane;
  private final Batch.Owner owner;
  private final AtomicLong waiting = new AtomicLong();
  private final long maxWaiting;
  private List<ByteSlice> messages = new ArrayList<>();
  private List<Peer> peers = new ArrayList<>();
  private long bytes;
  private long dropped;
  private volatile boolean ending;

  /** Hands datagrams, cut off behind {@code maxLength} bytes, to {@code service}. */
  public DatagramServer(ListenerRegistry registry, MessageService service, int maxLength) {
    this.service = service;
    this.maxLength = maxLength;
    this.maxWaiting = Math.min(MAX_WAITING, registry.budget().limit() / 4);
    this.owner = new Batch.Owner(inFlight, () -> service, () -> ending, new LogLimit());
    this.lane = new SerialLane(registry.loops().workers(), 1, () -> {}, this::failed);
  }

  @Override
  public void receive(Channel channel, DatagramPacket packet) {
    ByteBuf content = packet.content();
    int length = Math.min(maxLength, content.readableBytes());
    if (waiting.get() + bytes + length > maxWaiting || ending) {
      drop();
      return;
    }
    byte[] message = new byte[length];
    content.readBytes(message);
    messages.add(ByteSlice.of(message));
    Peer last = peers.isEmpty() ? null : peers.get(peers.size() - 1);
    peers.add(last != null && last.isAt(packet.sender()) ? last : new Peer(packet.sender()));
    bytes += length + OVERHEAD;
  }

  private void drop() {
    service.lost().increment();
    if (dropped++ == 0) {
      service
          .log()
          .warn(
              "datagrams are dropped: {} bytes of them wait already, for the outputs are slower"
                  + " than the senders",
              maxWaiting);
    }
  }

  @Override
  public void received(Channel channel) {
    if (messages.isEmpty()) {
      return;
    }
    if (dropped > 0) {
      service.log().warn("datagrams are taken again, after some were lost dropped={}", dropped);
      dropped = 0;
    }
    long size = bytes;
    waiting.addAndGet(size);
    lane.submit(new Batch(owner, messages, peers, () -> waiting.addAndGet(-size)));
    messages = new ArrayList<>();
    peers = new ArrayList<>();
    bytes = 0;
  }

  private void failed(Throwable error) {
    service.log().error("datagrams could not be handled error=\"{}\"", error.toString());
  }

  @Override
  public CompletionStage<Void> hold() {
    return inFlight.shut();
  }

  @Override
  public void resume() {
    inFlight.open();
  }

  @Override
  public void end() {
    ending = true;
    CompletableFuture<Void> idle = new CompletableFuture<>();
    lane.whenIdle(() -> idle.complete(null));
    idle.completeOnTimeout(null, END_SECONDS, TimeUnit.SECONDS).join();
  }
}
