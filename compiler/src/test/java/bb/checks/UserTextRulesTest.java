package bb.checks;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.backend.source.UserText;
import bb.diagnostics.Diagnostic;
import bb.runtime.ModelInfo;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * No text of the user's reaches generated source but as {@code SourceText}: whatever holds such
 * text (graphs, programs, spans) gives it to {@code UserText} and to nothing else that writes Java.
 */
@AnalyzeClasses(packages = "bb", importOptions = ImportOption.DoNotIncludeTests.class)
final class UserTextRulesTest {
  private static final String WRITERS = "bb.backend..";

  /** The runtime is no source of the user's text but for the card of a network. */
  private static final DescribedPredicate<JavaClass> IS_MODEL_CARD =
      describe("a model card", type -> type.getName().startsWith(ModelInfo.class.getName()));

  private static final String SOURCE = "bb.backend.source..";

  @ArchTest
  static final ArchRule backendsReadNoTextOfTheUsers =
      classes()
          .that()
          .resideInAPackage(WRITERS)
          .and(not(resideInAPackage(SOURCE)))
          .and(not(simpleNameEndingWith("Problems")))
          .should(readNoText());

  /** Were this rule blind, it would find nothing in the class whose work it is to read texts. */
  @ArchTest
  static void readingIsSeen(JavaClasses all) {
    assertThrows(
        AssertionError.class,
        () -> classes().that().belongToAnyOf(UserText.class).should(readNoText()).check(all));
  }

  /** Diagnostics may quote the user; what makes them makes no sources. */
  @ArchTest
  static final ArchRule proseIsNoSource =
      methods()
          .that()
          .areDeclaredInClassesThat(resideInAPackage(WRITERS).and(simpleNameEndingWith("Problems")))
          .and()
          .areNotPrivate()
          .should()
          .haveRawReturnType(Diagnostic.class);

  private static ArchCondition<JavaClass> readNoText() {
    return new ArchCondition<>("read no text of graphs, programs and their parts") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream.<JavaAccess<?>>concat(
                type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
            .filter(access -> givesText(access))
            .forEach(access ->
                events.add(SimpleConditionEvent.violated(access, access.getDescription())));
      }
    };
  }

  private static boolean givesText(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    boolean holdsText =
        resideInAPackage("bb..")
            .and(not(resideInAPackage(WRITERS)))
            .and(not(resideInAnyPackage("bb.runtime..", "bb.memory..")).or(IS_MODEL_CARD))
            .test(owner);
    Optional<JavaMethod> method =
        access
            .getTarget()
            .resolveMember()
            .filter(JavaMethod.class::isInstance)
            .map(JavaMethod.class::cast);
    return holdsText
        && !owner.isEnum()
        && method.isPresent()
        && method.get().getReturnType().getAllInvolvedRawTypes().stream()
            .anyMatch(type ->
                type.isEquivalentTo(String.class) || type.isEquivalentTo(CharSequence.class));
  }
}
