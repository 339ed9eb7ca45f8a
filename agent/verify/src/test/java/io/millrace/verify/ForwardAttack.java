package io.millrace.verify;

import static io.millrace.verify.AttackedInput.TIMEOUT;
import static io.millrace.verify.ForwardAttack.EVENT;
import static io.millrace.verify.ForwardAttack.GOOD;
import static io.millrace.verify.ForwardAttack.SECURED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.api.PluginContext;
import io.millrace.net.forward.ForwardClient;
import io.millrace.net.forward.ForwardClient.Credentials;
import io.millrace.testkit.ForwardSecurity;
import io.millrace.testkit.TestEvent;
import io.millrace.verify.ForwardAttack.Try;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * What a stranger does to a forward input, many times. Every try is refused, none brings an event
 * in, the log says it once, and memory is bounded; and a sender that means well is served as
 * before.
 *
 * @param config lines of the input besides its address
 * @param says what the log says of it, once
 * @param heldEach bytes that one try may hold at most
 */
record ForwardAttack(
    String name, String config, int tries, String says, long heldEach, Try attempt) {
  static final int TRIES = 50;

  /** What a connection may cost before it has shown who it is: one read, and a PING. */
  static final long STRANGER = (64L << 10) + (32L << 10);

  static final TestEvent EVENT = TestEvent.event("app", 1, "{\"n\":1}");
  static final Credentials GOOD = new Credentials("node", "common", "kube", "hunter22");

  /** Lines of an input that lets in {@link #GOOD} only. */
  static final String SECURED =
      ForwardSecurity.section("user_auth true", ForwardSecurity.user("kube", "hunter22"));

  /** One try: it ends when the input has refused it, and fails if the input does not. */
  @FunctionalInterface
  interface Try {
    void run(AttackedInput input) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Makes all tries at an input of its own. */
  void assertRefusedOnceSaidAndBounded() throws Exception {
    try (AttackedInput input = new AttackedInput(config)) {
      LongAccumulator peak = new LongAccumulator(Math::max, 0);
      PluginContext.Cancellable sampler =
          input.context.every(
              Duration.ZERO, Duration.ofMillis(1), () -> peak.accumulate(input.budget.held()));
      for (int i = 0; i < tries; i++) {
        attempt.run(input);
      }
      sampler.cancel();
      long held = peak.get();

      assertThat(input.context.events()).as("events let in").isEmpty();
      assertThat(held).as("bytes held").isLessThanOrEqualTo(heldEach);
      await().atMost(TIMEOUT).until(() -> input.context.gauge("connections") == 0);
      assertThat(input.budget.held()).as("bytes held afterwards").isZero();
      assertThat(input.complaints())
          .as("lines of log")
          .singleElement()
          .satisfies(line -> assertThat(line).containsPattern(says));
      assertThat(input.complaints().get(0).length()).isLessThan(600);
      assertServes(input);
      System.out.printf(
          Locale.ROOT,
          "%-34s tries %5d, let in 0, lines of log %d, held at most %d bytes%n",
          name,
          tries,
          input.complaints().size(),
          held);
    }
  }

  private void assertServes(AttackedInput input) throws IOException {
    if (config.contains("<transport") || config.equals(ForwardSecurity.ELSEWHERE)) {
      return; // nobody on this machine is welcome there without more ado
    }
    try (ForwardClient client = input.connect()) {
      if (config.equals(SECURED)) {
        assertThat(client.handshake(GOOD)).isEmpty();
      }
      client.packed("app", TestEvent.pack(EVENT), Optional.of("still here"));
    }
    assertThat(input.context.events()).containsExactly(EVENT);
  }
}
