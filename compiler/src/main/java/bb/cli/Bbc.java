package bb.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself, which only knows its subcommands. */
@Command(
    name = "bbc",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = {"The compiler of bb, a language for the architecture of neural networks.", ""},
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc check resnet.bb",
      "  bbc report resnet.bb --network ResNet50 --depth 2",
      "  bbc run digits.bb --weights digits.safetensors seven.png",
      "  bbc compile digits.bb --weights digits.safetensors -o digits.jar",
      "  bbc explain BB0301",
      "",
      "Exit status: 0 ok, 1 something is wrong in a file, 2 a check or budget of yours failed,",
      "64 the command line is wrong, 70 a bug in bbc."
    })
final class Bbc implements Runnable {
  @Spec private CommandSpec spec;

  private Bbc() {}

  /** Those that are about all the others. */
  private static final Set<String> WHOLE = Set.of("completion", "manual");

  /** What asks for nothing of any command. */
  private static final Set<String> VERSION = Set.of("-V", "--version");

  /**
   * The commands, in the order in which help lists them. Making one costs milliseconds: picocli
   * reads what it is from its class.
   */
  private static SequencedMap<String, Function<Session, Object>> commands() {
    SequencedMap<String, Function<Session, Object>> commands = new LinkedHashMap<>();
    commands.put("check", CheckCommand::new);
    commands.put("lint", LintCommand::new);
    commands.put("report", ReportCommand::new);
    commands.put("watch", WatchCommand::new);
    commands.put("fit", FitCommand::new);
    commands.put("init", InitCommand::new);
    commands.put("diff", DiffCommand::new);
    commands.put("breaking", BreakingCommand::new);
    commands.put("lock", LockCommand::new);
    commands.put("compile", CompileCommand::new);
    commands.put("run", RunCommand::new);
    commands.put("export", ExportCommand::new);
    commands.put("import", ImportCommand::new);
    commands.put("bench", BenchCommand::new);
    commands.put("weights", WeightsCommand::new);
    commands.put("doctor", DoctorCommand::new);
    commands.put("explain", ExplainCommand::new);
    commands.put("completion", CompletionCommand::new);
    commands.put("manual", ManualCommand::new);
    return commands;
  }

  /** What can read {@code args}: all commands, or as few as do. */
  static CommandLine commandLine(Session session, String... args) {
    SequencedMap<String, Function<Session, Object>> commands = commands();
    String first = args.length > 0 ? args[0] : "";
    if (commands.containsKey(first) && !WHOLE.contains(first)) {
      commands.keySet().retainAll(Set.of(first));
    } else if (VERSION.contains(first)) {
      commands.clear();
    }
    CommandLine line = Inspected.commandLine(new Bbc());
    commands.forEach(
        (name, command) -> line.addSubcommand(name, Inspected.commandLine(command.apply(session))));
    return line;
  }

  /** All commands as picocli finds them. */
  static List<CommandSpec> inspected(Session session) {
    return Stream.concat(
            Stream.of(new Bbc()), commands().values().stream().map(make -> make.apply(session)))
        .map(CommandSpec::forAnnotatedObject)
        .toList();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
