package io.millrace.plugins.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.SystemSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunk files are closed when others are used, and nobody notices. */
class OpenFilesTest {
  @TempDir Path dir;
  private final OpenFiles files = new OpenFiles(3);
  private final List<Path> opened = new ArrayList<>();

  /** The machine's disk with the bound of this test; takes note of what is opened. */
  private final Disk disk =
      new Disk() {
        private final Disk real = Disk.of(Fsync.NONE);

        @Override
        public synchronized DiskFile open(Path path, OpenOption... options) throws IOException {
          opened.add(path);
          return real.open(path, options);
        }

        @Override
        public void move(Path from, Path to) throws IOException {
          real.move(from, to);
        }

        @Override
        public void delete(Path path) throws IOException {
          real.delete(path);
        }

        @Override
        public void settle(Path settled) throws IOException {
          real.settle(settled);
        }

        @Override
        public OpenFiles openFiles() {
          return files;
        }
      };

  private ChunkFile create(String name) throws IOException {
    ChunkFile file = new ChunkFile(disk, dir.resolve(name));
    file.create(SystemSettings.DEFAULT.filePermission());
    return file;
  }

  private static void append(ChunkFile file, String text) throws IOException {
    file.write(UTF_8.encode(text), file.size());
  }

  private static String text(ChunkFile file) throws IOException {
    return Files.readString(file.path());
  }

  @Test
  void noMoreAreOpenThanMayBeAndEachGoesOnWhereItWas() throws IOException {
    List<ChunkFile> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(create("f" + i));
    }

    for (int round = 0; round < 3; round++) {
      for (ChunkFile file : all) {
        append(file, round + ";");
        assertThat(files.count()).isEqualTo(3);
      }
    }

    for (ChunkFile file : all) {
      assertThat(text(file)).isEqualTo("0;1;2;");
    }
  }

  @Test
  void whatWasUsedSinceTheLastLookIsSpared() throws IOException {
    ChunkFile busy = create("busy");
    ChunkFile idle = create("idle");
    create("other");
    append(busy, "1");
    opened.clear();

    create("new");
    append(busy, "2");
    append(idle, "3");

    assertThat(opened).containsExactly(dir.resolve("new"), dir.resolve("idle"));
  }

  @Test
  void aFileThatWasClosedIsOpenedAgainUnderItsNewName() throws IOException {
    ChunkFile file = create("b");
    append(file, "one ");
    for (int i = 0; i < 6; i++) {
      create("other" + i);
    }

    file.rename(dir.resolve("q"));
    append(file, "two");

    assertThat(dir.resolve("b")).doesNotExist();
    assertThat(Files.readString(dir.resolve("q"))).isEqualTo("one two");
  }

  @Test
  void oneThatCannotBeOpenedTakesNoPlace() throws IOException {
    ChunkFile gone = new ChunkFile(disk, dir.resolve("gone"));

    assertThatThrownBy(() -> append(gone, "x")).hasMessageContaining("gone");

    assertThat(files.count()).isZero();
  }

  @Test
  void aClosedOneIsNotOpenedAgain() throws IOException {
    ChunkFile file = create("b");
    file.close();

    assertThatThrownBy(() -> append(file, "x"))
        .isInstanceOf(IOException.class)
        .hasMessage("the chunk file " + dir.resolve("b") + " is closed");
    assertThat(files.count()).isZero();
  }

  @Test
  void manyThreadsWriteManyFilesAndLoseNothing() throws Exception {
    List<ChunkFile> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.add(create("f" + i));
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Callable<Void>> writers = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      List<ChunkFile> own = all.subList(t * 3, t * 3 + 3); // as a buffer's are, under its lock
      Random random = new Random(t);
      writers.add(
          () -> {
            long[] sizes = new long[own.size()];
            for (int i = 0; i < 3000; i++) {
              int chosen = random.nextInt(own.size());
              sizes[chosen] += own.get(chosen).write(ByteBuffer.wrap(new byte[1]), sizes[chosen]);
            }
            for (int i = 0; i < sizes.length; i++) {
              assertThat(Files.size(own.get(i).path())).isEqualTo(sizes[i]);
            }
            return null;
          });
    }

    try {
      for (Future<Void> done : threads.invokeAll(writers)) {
        done.get();
      }
    } finally {
      threads.shutdown();
    }

    assertThat(files.count()).isLessThanOrEqualTo(3 + 4);
  }
}
