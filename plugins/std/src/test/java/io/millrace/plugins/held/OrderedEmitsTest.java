package io.millrace.plugins.held;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Tag;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is emitted in order by several threads, some of which come back from what they emit. */
class OrderedEmitsTest {
  private static final int PLACES = 3;
  private static final int THREADS = 4;
  private static final int ROUNDS = 2000;

  /** A place with an order of its own, and what was emitted there. */
  private static final class Place {
    private final Tag tag = Tag.of("t");
    private final ReentrantLock lock = new ReentrantLock();
    private final OrderedEmits emits = new OrderedEmits(lock);
    private final List<Integer> emitted = Collections.synchronizedList(new ArrayList<>());
    private int next; // guarded by lock

    /** Emits the next number, and does {@code then} while at it. */
    void emit(Runnable then) {
      int number;
      boolean alone;
      lock.lock();
      try {
        number = next++;
        alone = emits.begin(tag);
        if (!alone) {
          emits.add(tag, () -> add(number, then));
        }
      } finally {
        lock.unlock();
      }
      if (!alone) {
        emits.flush();
        return;
      }
      try {
        add(number, then);
      } finally {
        emits.end();
      }
    }

    private void add(int number, Runnable then) {
      emitted.add(number);
      then.run();
    }
  }

  private final List<Place> places = IntStream.range(0, PLACES).mapToObj(i -> new Place()).toList();

  /** Emits at a place, from there at another, and so on. */
  private void wander(Random random, int steps) {
    if (steps > 0) {
      places.get(random.nextInt(PLACES)).emit(() -> wander(random, steps - 1));
    }
  }

  @Test
  void nobodyWaitsForEverAndEveryPlaceKeepsItsOrder() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        Random random = new Random(t);
        all.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < ROUNDS; i++) {
                    wander(random, 4);
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    int total = 0;
    for (Place place : places) {
      assertThat(place.emitted).isEqualTo(IntStream.range(0, place.next).boxed().toList());
      total += place.next;
    }
    assertThat(total).isEqualTo(THREADS * ROUNDS * 4);
  }
}
