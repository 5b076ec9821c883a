package bb.cli;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
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

  /** What can read {@code args}: all commands, or only the one that they begin with. */
  static CommandLine commandLine(Session session, String... args) {
    SequencedMap<String, Function<Session, Object>> commands = commands();
    if (args.length > 0 && commands.containsKey(args[0]) && !WHOLE.contains(args[0])) {
      commands.keySet().retainAll(Set.of(args[0]));
    }
    CommandLine line = new CommandLine(new Bbc());
    commands.forEach((name, command) -> line.addSubcommand(name, command.apply(session)));
    return line;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
