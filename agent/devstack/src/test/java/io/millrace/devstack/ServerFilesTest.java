package io.millrace.devstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ServerFilesTest {
  @TempDir private Path servers;

  @BeforeEach
  void lookHere() {
    System.setProperty(ServerFiles.FOLDER_PROPERTY, servers.toString());
  }

  @AfterEach
  void lookElsewhere() {
    System.clearProperty(ServerFiles.FOLDER_PROPERTY);
  }

  @Test
  void putsTheServersOwnClassesFirst() throws Exception {
    Path jar = Files.createFile(servers.resolve("a.jar"));
    write("search", jar.toString());

    assertThat(ServerFiles.classPath("search"))
        .isEqualTo(servers.resolve("search/target/classes") + File.pathSeparator + jar);
  }

  @Test
  void findsTheServersOfThisBuild() {
    System.clearProperty(ServerFiles.FOLDER_PROPERTY);

    assertThat(ServerFiles.classPath("s3")).contains("s3proxy");
  }

  @Test
  void saysHowToBuildWhatIsMissing() throws Exception {
    write("emptied", servers.resolve("gone.jar").toString());

    assertThatThrownBy(() -> ServerFiles.classPath("never-built"))
        .hasMessageContaining("never-built server is not built")
        .hasMessageContaining("mvn -pl agent/devstack -am process-classes");
    assertThatThrownBy(() -> ServerFiles.classPath("emptied"))
        .hasMessageContaining("gone.jar")
        .hasMessageContaining("mvn -pl agent/devstack -am process-classes");
  }

  private void write(String server, String classPath) throws Exception {
    Path target = Files.createDirectories(servers.resolve(server).resolve("target"));
    Files.writeString(target.resolve("server.classpath"), classPath);
  }
}
