package bb.cli;

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

  /** The whole command line, ready to parse. */
  static CommandLine commandLine(Session session) {
    return new CommandLine(new Bbc())
        .addSubcommand(new CheckCommand(session))
        .addSubcommand(new ReportCommand(session))
        .addSubcommand(new WatchCommand(session))
        .addSubcommand(new DiffCommand(session))
        .addSubcommand(new BreakingCommand(session))
        .addSubcommand(new LockCommand(session))
        .addSubcommand(new CompileCommand(session))
        .addSubcommand(new RunCommand(session))
        .addSubcommand(new ExportCommand(session))
        .addSubcommand(new BenchCommand(session))
        .addSubcommand(new WeightsCommand(session))
        .addSubcommand(new DoctorCommand(session))
        .addSubcommand(new ExplainCommand(session))
        .addSubcommand(new CompletionCommand(session))
        .addSubcommand(new ManualCommand(session));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
