package io.millrace.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
  private final WorkerPool pool = new WorkerPool(2, Thread::new);

  @AfterEach
  void end() {
    pool.shutdownNow();
  }

  @Test
  void work_that_comes_while_the_code_is_cold_is_done_in_the_order_it_came() throws Exception {
    List<Integer> order = new ArrayList<>(); // one thread only writes to it
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch all = new CountDownLatch(WorkerPool.COLD);
    for (int i = 0; i < WorkerPool.COLD; i++) {
      int number = i;
      pool.execute(
          () -> {
            await(first); // the first one takes long
            order.add(number);
            all.countDown();
          });
    }

    assertThat(pool.getPoolSize()).isEqualTo(1);
    first.countDown();

    await(all);
    assertThat(order).isEqualTo(IntStream.range(0, WorkerPool.COLD).boxed().toList());
  }

  @Test
  void then_all_workers_take_part() throws Exception {
    for (int i = 0; i < WorkerPool.COLD; i++) {
      pool.submit(() -> {}).get();
    }
    CyclicBarrier together = new CyclicBarrier(3);
    for (int i = 0; i < 2; i++) {
      pool.submit(() -> together.await(30, TimeUnit.SECONDS));
    }

    together.await(30, TimeUnit.SECONDS); // throws unless both are running

    assertThat(pool.getPoolSize()).isEqualTo(2);
  }

  @Test
  void work_that_throws_counts_and_costs_no_worker() throws Exception {
    for (int i = 0; i < WorkerPool.COLD; i++) {
      pool.submit(
          () -> {
            throw new IllegalStateException("for the test");
          });
    }
    pool.submit(() -> {}).get();

    assertThat(pool.getCorePoolSize()).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
