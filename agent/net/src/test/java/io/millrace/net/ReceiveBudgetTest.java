package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiveBudgetTest {
  private final ReceiveBudget budget = new ReceiveBudget(100);
  private final List<String> woken = new ArrayList<>();

  private ReceiveBudget.Share share(String name) {
    return budget.share(() -> woken.add(name));
  }

  @Test
  void letsAllReadWhileThereIsRoom() {
    ReceiveBudget.Share a = share("a");
    a.add(99);

    assertThat(a.mayRead()).isTrue();
    assertThat(share("b").mayRead()).isTrue();
  }

  @Test
  void letsOneHolderReadOnWhenItIsUsedUp() {
    ReceiveBudget.Share a = share("a");
    ReceiveBudget.Share b = share("b");
    ReceiveBudget.Share idle = share("idle");
    a.add(60);
    b.add(60);

    assertThat(idle.mayRead()).as("holds nothing, so it can finish nothing").isFalse();
    assertThat(a.mayRead()).isTrue();
    assertThat(a.isOverdraft()).isTrue();
    assertThat(b.mayRead()).isFalse();
    assertThat(a.mayRead()).isTrue();
  }

  @Test
  void wakesWhoWaitsWhenThereIsRoomAgain() {
    ReceiveBudget.Share a = share("a");
    ReceiveBudget.Share b = share("b");
    a.add(60);
    b.add(60);
    assertThat(a.mayRead()).isTrue();
    assertThat(b.mayRead()).isFalse();

    a.add(-60);

    assertThat(woken).containsExactly("b");
    assertThat(b.mayRead()).isTrue();
    assertThat(b.isOverdraft()).isFalse();
  }

  @Test
  void passesTheOverdraftOnWhenItsHolderIsDone() {
    ReceiveBudget.Share a = share("a");
    ReceiveBudget.Share b = share("b");
    ReceiveBudget.Share c = share("c");
    ReceiveBudget.Share idle = share("idle");
    a.add(100);
    b.add(100);
    c.add(100);
    assertThat(a.mayRead()).isTrue();
    assertThat(idle.mayRead()).isFalse();
    assertThat(b.mayRead()).isFalse();
    assertThat(c.mayRead()).isFalse();

    a.add(-100);

    assertThat(woken).containsExactly("b");
    assertThat(b.isOverdraft()).isTrue();

    b.add(-100);
    b.leave();

    assertThat(woken).containsExactly("b", "c");
    assertThat(c.isOverdraft()).isTrue();

    c.add(-100);

    assertThat(woken).containsExactly("b", "c", "idle");
  }

  @Test
  void forgetsWhoLeaves() {
    ReceiveBudget.Share a = share("a");
    ReceiveBudget.Share b = share("b");
    a.add(100);
    b.add(1);
    assertThat(a.mayRead()).isTrue();
    assertThat(b.mayRead()).isFalse();

    b.leave();
    b.add(-1);
    a.add(-100);

    assertThat(woken).isEmpty();
    assertThat(budget.held()).isZero();
  }

  @Test
  void believesClaimsLessAsItFills() {
    ReceiveBudget large = new ReceiveBudget(256 << 20);
    assertThat(large.eager()).isEqualTo(1 << 20);

    large.share(() -> {}).add(224 << 20);
    assertThat(large.eager()).isEqualTo(512 << 10);

    large.share(() -> {}).add(32 << 20);
    assertThat(large.eager()).isEqualTo(4096);
  }
}
