package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.api.Handover;
import io.millrace.engine.reload.Reloader;
import io.millrace.engine.worker.Workers;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reload that cannot be done, or breaks in the middle, loses nothing and leaves nothing running.
 */
class ReloadFailureTest {
  @TempDir Path dir;
  private ReloadFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ReloadFixture(dir);
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aConfigurationWithAProblemChangesNothing() throws Exception {
    Workers old = fixture.started(fixture.output(""));

    Workers same = fixture.reload(old, "<match **>\n@type nothing_of_the_kind\n</match>\n");

    assertThat(same).isSameAs(old);
    ReloadFixture.emit(same);
    same.stop();
    assertThat(fixture.lines()).hasSize(1);
  }

  @Test
  void aPluginWhoseLibraryIsMissingChangesNothing() throws Exception {
    Workers old = fixture.started(fixture.output(""));
    Reloader reloader =
        new Reloader(
            fixture.services,
            () -> fixture.configs(fixture.output(""), 1),
            configs -> {
              throw new NoClassDefFoundError("org/example/Missing");
            },
            leaving -> {});

    assertThat(reloader.reload(old)).isSameAs(old);
    old.stop();
  }

  @Test
  void aConfigurationThatDoesNotStartMakesWayForTheOldOne() throws Exception {
    Workers old = fixture.started(fixture.output(""));
    ReloadFixture.emit(old);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Workers again =
          fixture.reload(
              old,
              "<source>\n@type forward\nbind 127.0.0.1\nport %d\n</source>\n%s"
                  .formatted(taken.getLocalPort(), fixture.output("")));

      assertThat(again.configs()).isSameAs(old.configs());
      assertThat(fixture.lines()).isEmpty();
      again.stop();
    }
    assertThat(fixture.lines()).hasSize(1);
  }

  @Test
  void whateverFailsAsTheOldGraphsAreLeftTheyEndBeforeOthersStart() throws Exception {
    String brittle = "<match brittle>\n@type brittle\n</match>\n" + fixture.output("");
    Workers old = fixture.started(brittle);
    ReloadFixture.emit(old);
    AtomicInteger leaving = new AtomicInteger();
    Reloader reloader =
        new Reloader(
            fixture.services,
            () -> fixture.configs(brittle, 1),
            fixture::build,
            workers -> {
              if (leaving.getAndIncrement() == 0) {
                throw new IllegalStateException("cannot leave");
              }
            });

    Workers again = reloader.reload(old);

    assertThat(again.configs()).isSameAs(old.configs());
    assertThat(BrittleOutput.RUNNING).hasValue(1);
    ReloadFixture.emit(again);
    again.stop();
    assertThat(BrittleOutput.RUNNING).hasValue(0);
    assertThat(fixture.lines()).hasSize(2);
  }

  @Test
  void aPluginThatBreaksWhenItIsToEndKeepsNothingRunning() throws Exception {
    Workers old =
        fixture.started("<match brittle>\n@type brittle\n</match>\n" + fixture.output(""));
    ReloadFixture.emit(old);

    Workers next = fixture.reload(old, fixture.output(""));

    assertThat(next).isNotSameAs(old);
    assertThat(BrittleOutput.RUNNING).hasValue(0);
    next.stop();
    assertThat(fixture.lines()).hasSize(1);
  }

  @Test
  void listenersThatCannotBePausedLeaveEverythingAsItIs() throws Exception {
    Workers old = fixture.started(fixture.output(""));
    fixture
        .services
        .add(
            BrokenHandover.class,
            () ->
                new BrokenHandover() {
                  @Override
                  public void begin() {
                    throw new IllegalStateException("cannot pause");
                  }

                  @Override
                  public void end() {}
                })
        .get(BrokenHandover.class);

    assertThat(fixture.reload(old, fixture.output("compress text"))).isSameAs(old);
    ReloadFixture.emit(old);
    old.stop();
    assertThat(fixture.lines()).hasSize(1);
  }

  private interface BrokenHandover extends Handover {}
}
