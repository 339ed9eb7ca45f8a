package io.millrace.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** The static checks of {@code agent/lint} leave out no module. */
class LintTest {
  private static final Path CHECKOUT = Path.of("..", "..");
  private static final Path LINT = CHECKOUT.resolve("agent/lint");

  /** Its sources become what JMH makes of them. */
  private static final String BENCHMARKS = "agent/bench";

  @Test
  void everyModuleWithMainSourcesIsChecked() throws Exception {
    // given
    List<Path> sources =
        texts(CHECKOUT.resolve("pom.xml"), "module").stream()
            .filter(module -> !module.equals(BENCHMARKS))
            .map(module -> CHECKOUT.resolve(module).resolve("src/main/java").normalize())
            .filter(Files::isDirectory)
            .toList();

    // when
    List<Path> checked =
        texts(LINT.resolve("pom.xml"), "root").stream()
            .map(root -> Path.of(root.replace("${project.basedir}", LINT.toString())).normalize())
            .toList();

    // then
    assertThat(checked)
        .as("<compileSourceRoots> in agent/lint/pom.xml: add the module that is missing there")
        .containsExactlyInAnyOrderElementsOf(sources);
  }

  /** What stands in the elements of that name, in order. */
  private static List<String> texts(Path pom, String element) throws Exception {
    NodeList nodes =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(pom.toFile())
            .getElementsByTagName(element);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent().strip())
        .toList();
  }
}
