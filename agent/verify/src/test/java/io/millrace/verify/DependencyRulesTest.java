package io.millrace.verify;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The dependency rules of the architecture: who may see whom. */
@AnalyzeClasses(packages = "io.millrace", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyRulesTest {
  private static final String[] PLUGINS = {"io.millrace.plugins.."};

  @ArchTest
  static final ArchRule eventSeesNoModuleOfOurs =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.event..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.millrace..")
                  .and(resideInAnyPackage("io.millrace.event..").negate()));

  @ArchTest
  static final ArchRule apiSeesOnlyEvent =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.api..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.millrace..")
                  .and(resideInAnyPackage("io.millrace.api..", "io.millrace.event..").negate()));

  @ArchTest
  static final ArchRule exprSeesOnlyEvent =
      noClasses()
          .that()
          .resideInAPackage("io.millrace.expr..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("io.millrace..")
                  .and(resideInAnyPackage("io.millrace.expr..", "io.millrace.event..").negate()));

  @ArchTest
  static final ArchRule configAndNetNeverSeeEngine =
      noClasses()
          .that()
          .resideInAnyPackage("io.millrace.config..", "io.millrace.net..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.millrace.engine..", "io.millrace.app..");

  @ArchTest
  static final ArchRule pluginsSeeNoEngineAndNoConfig =
      noClasses()
          .that()
          .resideInAnyPackage(PLUGINS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.millrace.engine..",
              "io.millrace.config..",
              "io.millrace.app..",
              "io.millrace.testkit..");

  @ArchTest
  static final ArchRule pluginModulesDoNotSeeEachOther =
      slices()
          .matching("io.millrace.plugins.(forward|http|aws|elasticsearch|kubernetes|ruby)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule nettyIsForNetAndNetworkPlugins =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.millrace.net..", "io.millrace.plugins.forward..", "io.millrace.plugins.http..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.netty..");

  @ArchTest
  static final ArchRule theAwsSdkIsForAws =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.plugins.aws..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule thePrometheusLibraryIsForPrometheus =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.plugins.prometheus..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.prometheus..");

  @ArchTest
  static final ArchRule jrubyIsForTheSecondTierOfExpressions =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.millrace.plugins.ruby.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.jruby..");

  @ArchTest
  static final ArchRule messagePackLibraryStaysOut =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.millrace.event..", "io.millrace.net.forward..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.msgpack..");

  @ArchTest
  static final ArchRule zstdIsBehindOneClass =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("io.millrace.event.Zstd")
          .and()
          .haveNameNotMatching("io\\.millrace\\.event\\.Zstd\\$.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.github.luben..");

  @ArchTest
  static final ArchRule theEventOutputPathKnowsNoJackson =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.millrace.engine..",
              "io.millrace.plugins.formatter..",
              "io.millrace.plugins.output..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule theClockIsInjected =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.millrace.devstack..", "io.millrace.bench..")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now");

  /** It may have but one thread, and whatever blocks there stops all others. */
  @ArchTest
  static final ArchRule nothingRunsOnTheCommonPool =
      noClasses()
          .should()
          .callMethod(CompletableFuture.class, "runAsync", Runnable.class)
          .orShould()
          .callMethod(CompletableFuture.class, "supplyAsync", Supplier.class);

  @ArchTest
  static final ArchRule nothingIsDeserialisedByJava =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.millrace.(**)").should().beFreeOfCycles();
}
