package io.millrace.plugins.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.api.ChunkContents;
import io.millrace.api.ChunkKey;
import io.millrace.api.ConfigException;
import io.millrace.api.StoredChunk;
import io.millrace.api.SystemSettings;
import io.millrace.testkit.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a file buffer keeps its chunks, by its path, the storage directory and the workers. */
class FileBufferPathTest {
  @TempDir Path dir;
  private final TestContext context = new TestContext();

  @AfterEach
  void close() {
    context.close();
  }

  private FileBuffer buffer(Optional<String> path) {
    FileBuffer.Config config =
        new FileBuffer.Config(path, ".log", Optional.empty(), Optional.empty(), Fsync.NONE);
    return (FileBuffer) new FileBuffer.Factory().create(config, context);
  }

  private FileBuffer store(String path) throws IOException {
    FileBuffer store = buffer(Optional.of(path));
    store.start();
    return store;
  }

  private String location(String path) {
    return buffer(Optional.of(path)).location().orElseThrow();
  }

  @Test
  void thePathIsADirectoryOrAPattern() throws IOException {
    Path file = Files.writeString(dir.resolve("x"), "");

    assertThat(location(dir.resolve("new").toString())).isEqualTo(dir + "/new/buffer.*.log");
    assertThat(location(dir.toString())).isEqualTo(dir + "/buffer.*.log");
    assertThat(location(dir + "/x.*")).isEqualTo(dir + "/x.*.log");
    assertThat(location(dir + "/x.*.chunk")).isEqualTo(dir + "/x.*.chunk");
    assertThat(location(file.toString())).isEqualTo(dir + "/x.*.log");
    assertThat(location(dir + "/[a]{b}")).isEqualTo(dir + "/[a]{b}/buffer.*.log");
  }

  @Test
  void chunksResumeFromADirectoryWhoseNameLooksLikeAPattern() throws IOException {
    String odd = dir.resolve("[a]{b}*").toString();
    StoredChunk chunk = store(odd).create(ChunkKey.EMPTY);
    chunk.append(new byte[] {'x'}, 0, 1, 1);
    chunk.commit();
    chunk.close();

    assertThat(store(odd).resume(ChunkContents.CUSTOM).staged()).hasSize(1);
  }

  @Test
  void aWorkerHasADirectoryOfItsOwnAndTheFirstTakesOverTheCommonOne() throws IOException {
    Files.createDirectory(dir.resolve("buf"));
    Files.writeString(dir.resolve("buf/buffer.q660d0312097929458a58ec9588e16e3f.log"), "left\n");
    SystemSettings system = SystemSettings.DEFAULT;
    context.system(
        new SystemSettings(
            system.rootDir(), 0, 2, system.filePermission(), system.dirPermission()));

    FileBuffer store = store(dir + "/buf");

    assertThat(store.location()).contains(dir + "/buf/worker0/buffer.*.log");
    assertThat(store.resume(ChunkContents.CUSTOM).queued()).hasSize(1);
    assertThatThrownBy(() -> store(dir + "/x.*"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot be shared by 2 workers");
  }

  @Test
  void withoutAPathTheStorageDirectoryIsUsed() {
    assertThatThrownBy(() -> buffer(Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("buffer path is not configured. specify 'path' in <buffer>");
    context.storageDir(dir);

    assertThat(buffer(Optional.empty()).location()).contains(dir + "/buffer/buffer.*.log");
  }
}
