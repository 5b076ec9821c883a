package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is kept of a command's annotations is all that picocli finds in them. */
final class InspectedTest {
  private static final PrintStream OUT = new PrintStream(new ByteArrayOutputStream());

  private static List<CommandSpec> commands() {
    return Bbc.inspected(
        new Session(new Terminal(OUT, OUT, false, false, false, false), Host.system()));
  }

  private static CommandSpec again(CommandSpec spec, Object command) throws Exception {
    var bytes = new ByteArrayOutputStream();
    Inspected.write(spec, bytes);
    var in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
    CommandSpec read = Inspected.read(in, command);
    assertEquals(0, in.available());
    return read;
  }

  @TestFactory
  Stream<DynamicTest> aCommandIsTheSameAgain() {
    List<CommandSpec> known = commands();
    List<CommandSpec> others = commands();
    return Stream.iterate(0, i -> i < known.size(), i -> i + 1)
        .map(i ->
            DynamicTest.dynamicTest(
                known.get(i).name(),
                () -> same(known.get(i), again(known.get(i), others.get(i).userObject()))));
  }

  private static void same(CommandSpec known, CommandSpec read) throws Exception {
    assertEquals(known.name(), read.name());
    assertEquals(new CommandLine(known).getUsageMessage(), new CommandLine(read).getUsageMessage());
    assertEquals(
        Objects.toString(known.versionProvider()).replaceAll("@.*", ""),
        Objects.toString(read.versionProvider()).replaceAll("@.*", ""));
    List<String> facts = facts(known);
    assertTrue(facts.size() > 1);
    assertEquals(String.join("\n", facts), String.join("\n", facts(read)));
    assertEquals(
        List.of(), unset(read.userObject()), "fields that only picocli sets, and nobody has");
  }

  private static List<String> facts(CommandSpec spec) {
    List<String> facts = new ArrayList<>();
    for (ArgSpec arg : spec.args()) {
      facts.add(
          List.of(
                  arg.isOption()
                      ? List.of(((CommandLine.Model.OptionSpec) arg).names())
                      : "operand",
                  arg.isOption() ? "" : ((CommandLine.Model.PositionalParamSpec) arg).index(),
                  arg.arity(),
                  arg.arity().isUnspecified(),
                  arg.paramLabel(),
                  List.of(arg.description()),
                  Objects.toString(arg.defaultValue()),
                  Objects.toString(arg.initialValue()),
                  arg.splitRegex(),
                  arg.hideParamSyntax(),
                  arg.required(),
                  arg.hidden(),
                  arg.interactive(),
                  arg.inherited(),
                  arg.showDefaultValue(),
                  Objects.toString(arg.completionCandidates()),
                  Objects.toString(arg.parameterConsumer()),
                  Objects.toString(arg.preprocessor()),
                  Objects.toString(arg.mapFallbackValue()),
                  arg.isOption() ? ((CommandLine.Model.OptionSpec) arg).fallbackValue() : "",
                  arg.isOption() && ((CommandLine.Model.OptionSpec) arg).usageHelp(),
                  arg.isOption() && ((CommandLine.Model.OptionSpec) arg).versionHelp(),
                  arg.isOption() && ((CommandLine.Model.OptionSpec) arg).negatable(),
                  arg.type(),
                  List.of(arg.auxiliaryTypes()),
                  arg.typeInfo(),
                  Stream.of(arg.converters()).map(Object::getClass).toList())
              .toString());
    }
    facts.add(spec.requiredArgs().size() + " required, " + spec.argGroups());
    return facts;
  }

  /** Fields of a command, and of what is mixed in, that should not be null. */
  private static List<String> unset(Object owner) throws Exception {
    List<String> unset = new ArrayList<>();
    for (Field field : owner.getClass().getDeclaredFields()) {
      if (Stream.of(Mixin.class, Spec.class).noneMatch(field::isAnnotationPresent)) {
        continue;
      }
      field.setAccessible(true);
      if (field.get(owner) == null) {
        unset.add(field.toString());
      } else if (field.isAnnotationPresent(Mixin.class)) {
        unset.addAll(unset(field.get(owner)));
      }
    }
    return unset;
  }

  @TestFactory
  Stream<DynamicTest> wordsMeanTheSame() {
    List<List<String>> lines =
        List.of(
            List.of("check", "a.bb", "b.bb", "--network", "N", "--set", "a=1", "--set", "b=2"),
            List.of("check", "a.bb", "--max-params", "5.5M", "--deny", "warnings", "--format=json"),
            List.of("check", "--format", "jsn", "a.bb"),
            List.of("check"),
            List.of("check", "a.bb", "--network"),
            List.of("check", "--netwrk", "N", "a.bb"),
            List.of("report", "a.bb", "--depth", "2", "--depth", "3"),
            List.of("report", "a.bb", "--depth", "two"),
            List.of("diff", "a", "b", "c"),
            List.of("lock", "--check", "-o", "x"),
            List.of("run", "a.bb", "x", "y", "--weights", "w"),
            List.of("compile", "a.bb", "-o"),
            List.of("-V"));
    return lines.stream()
        .map(words ->
            DynamicTest.dynamicTest(
                String.join(" ", words),
                () -> assertEquals(meaning(false, words), meaning(true, words))));
  }

  /** The values that words give to all arguments, or what is wrong. */
  private static String meaning(boolean again, List<String> words) throws Exception {
    CommandLine line = null;
    List<CommandSpec> known = commands();
    List<CommandSpec> fresh = commands();
    for (int i = 0; i < known.size(); i++) {
      CommandSpec used = again ? again(known.get(i), fresh.get(i).userObject()) : known.get(i);
      if (line == null) {
        line = new CommandLine(used);
      } else {
        line.addSubcommand(used.name(), used);
      }
    }
    try {
      CommandLine.ParseResult result = line.parseArgs(words.toArray(String[]::new));
      CommandLine.ParseResult last = result.hasSubcommand() ? result.subcommand() : result;
      return last.commandSpec().args().stream()
          .map(arg -> arg.paramLabel() + "=" + arg.getValue())
          .toList()
          .toString();
    } catch (CommandLine.ParameterException e) {
      return e.getMessage();
    }
  }
}
