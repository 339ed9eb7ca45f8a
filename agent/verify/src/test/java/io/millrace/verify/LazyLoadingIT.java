package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library is loaded by the configurations that need it and by no others. */
class LazyLoadingIT {
  @TempDir Path dir;

  @Test
  void aConfigurationWithoutS3LoadsNothingOfTheAwsSdk() throws Exception {
    assertThat(classesLoadedBy("<match **>\n  @type stdout\n</match>\n"))
        .contains("io.millrace.plugins.output.StdoutOutput")
        .noneMatch(name -> name.startsWith("software.amazon."))
        .noneMatch(name -> name.startsWith("com.github.luben.zstd."))
        .noneMatch(name -> name.startsWith("io.millrace.plugins.ruby."))
        .noneMatch(name -> name.startsWith("org.jruby."))
        .noneMatch(name -> name.startsWith("org.elasticsearch."))
        .noneMatch(name -> name.startsWith("org.apache.http"));
  }

  @Test
  void rubyOutsideTheCompiledSubsetLoadsJRuby() throws Exception {
    assertThat(
            classesLoadedBy("<match **>\n  @type null\n  @id \"#{['ab'].pack('a1')}\"\n</match>\n"))
        .contains("io.millrace.plugins.ruby.RubyTier", "org.jruby.Ruby");
  }

  private List<String> classesLoadedBy(String match) throws IOException, InterruptedException {
    Path config =
        Files.writeString(
            dir.resolve("fluent.conf"), "<source>\n  @type forward\n  port 0\n</source>\n" + match);
    Path classes = dir.resolve("classes.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-Xlog:class+load:file=" + classes, "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.millrace.app.Main", "-c", config.toString(), "--dry-run"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(dir.resolve("log"))).isZero();
    try (var lines = Files.lines(classes)) {
      return lines
          .filter(line -> line.contains(" source: "))
          .map(line -> line.replaceFirst("^.*\\]\\s*(\\S+) source: .*$", "$1"))
          .toList();
    }
  }
}
