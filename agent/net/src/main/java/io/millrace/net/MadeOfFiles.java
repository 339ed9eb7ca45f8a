package io.millrace.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something that is made of files, such as a TLS context of certificates, and made anew when one of
 * them changes. Files that cannot be used leave what was made before in use. They are looked at
 * when the thing is asked for, once a second at most. Safe for use by several threads.
 *
 * @param <T> what is made
 */
public final class MadeOfFiles<T> {
  private static final long LOOK_NANOS = 1_000_000_000L;

  private final List<Path> files;
  private final Supplier<T> maker;
  private final Consumer<RuntimeException> onFailure;
  private final AtomicLong lookedAt = new AtomicLong(System.nanoTime());
  private volatile Made<T> made;

  /** A thing, and how its files were when it was made. */
  private record Made<T>(T thing, List<String> stamps) {}

  /**
   * Makes it for the first time; what {@code maker} throws then comes through.
   *
   * @param onFailure told once for each change that {@code maker} could not use
   */
  public MadeOfFiles(List<Path> files, Supplier<T> maker, Consumer<RuntimeException> onFailure) {
    this.files = List.copyOf(files);
    this.maker = maker;
    this.onFailure = onFailure;
    List<String> before = stamps();
    this.made = new Made<>(maker.get(), before);
  }

  /** The thing as the files are now, or were when they could be used last. */
  public T get() {
    long looked = lookedAt.get();
    long now = System.nanoTime();
    if (now - looked >= LOOK_NANOS && lookedAt.compareAndSet(looked, now)) {
      look();
    }
    return made.thing();
  }

  private void look() {
    List<String> stamps = stamps();
    Made<T> current = made;
    if (stamps.equals(current.stamps())) {
      return;
    }
    try {
      made = new Made<>(maker.get(), stamps);
    } catch (RuntimeException e) {
      made = new Made<>(current.thing(), stamps);
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
