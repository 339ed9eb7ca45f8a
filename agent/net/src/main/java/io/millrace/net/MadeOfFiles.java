package io.millrace.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Something that is made of files, such as a TLS context of certificates, and made anew when one of
 * them changes, or when it is due, such as a certificate that ends some day. Files that cannot be
 * used leave what was made before in use. They are looked at when the thing is asked for, once a
 * second at most; who looks makes it, and others get the former one meanwhile. Safe for use by
 * several threads.
 *
 * @param <T> what is made
 */
public final class MadeOfFiles<T> {
  private static final long LOOK_NANOS = 1_000_000_000L;

  /** When to try again what was due and could not be made. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final List<Path> files;
  private final Supplier<T> maker;
  private final Function<T, Optional<Instant>> due;
  private final InstantSource clock;
  private final Consumer<RuntimeException> onFailure;
  private final AtomicLong lookedAt = new AtomicLong(System.nanoTime());
  private final ReentrantLock looking = new ReentrantLock();
  private volatile Made<T> made;

  /** A thing, how its files were when it was made, and when to make it anew if they stay so. */
  private record Made<T>(T thing, List<String> stamps, Optional<Instant> due) {
    boolean isDue(Instant now) {
      return due.isPresent() && !now.isBefore(due.get());
    }
  }

  /**
   * Makes it for the first time; what {@code maker} throws then comes through.
   *
   * @param onFailure told once for each change that {@code maker} could not use
   */
  public MadeOfFiles(List<Path> files, Supplier<T> maker, Consumer<RuntimeException> onFailure) {
    this(files, maker, thing -> Optional.empty(), () -> Instant.EPOCH, onFailure);
  }

  /**
   * As the other; a thing is also made anew from the moment on that {@code due} says. If that
   * fails, it is tried again a minute later.
   *
   * @param clock tells the time that {@code due} speaks of
   */
  public MadeOfFiles(
      List<Path> files,
      Supplier<T> maker,
      Function<T, Optional<Instant>> due,
      InstantSource clock,
      Consumer<RuntimeException> onFailure) {
    this.files = List.copyOf(files);
    this.maker = maker;
    this.due = due;
    this.clock = clock;
    this.onFailure = onFailure;
    this.made = make(stamps());
  }

  private Made<T> make(List<String> stamps) {
    T thing = maker.get();
    return new Made<>(thing, stamps, due.apply(thing));
  }

  /** The thing as the files are now, or were when they could be used last. */
  public T get() {
    long looked = lookedAt.get();
    long now = System.nanoTime();
    if (now - looked >= LOOK_NANOS && lookedAt.compareAndSet(looked, now) && looking.tryLock()) {
      try {
        look();
      } finally {
        looking.unlock();
      }
    }
    return made.thing();
  }

  private void look() {
    List<String> stamps = stamps();
    Made<T> current = made;
    Instant now = clock.instant();
    if (stamps.equals(current.stamps()) && !current.isDue(now)) {
      return;
    }
    try {
      made = make(stamps);
    } catch (RuntimeException e) {
      Optional<Instant> again = current.isDue(now) ? Optional.of(now.plus(AGAIN)) : current.due();
      made = new Made<>(current.thing(), stamps, again);
      onFailure.accept(e);
    }
  }

  private List<String> stamps() {
    return files.stream().map(MadeOfFiles::stamp).toList();
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
    } catch (IOException e) {
      return "missing";
    }
  }
}
