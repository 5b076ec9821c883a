package bb.runtime.cli;

import bb.runtime.Model;
import bb.runtime.VectorModule;
import bb.runtime.Version;
import bb.runtime.Visible;
import bb.runtime.WeightSource;
import bb.runtime.io.OutputFile;
import bb.runtime.io.StandardOutput;
import bb.runtime.tornado.TornadoVm;
import java.io.Console;
import java.io.File;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The main class of a compiled jar: runs the network that lies in the same jar. */
@Command(
    name = "java -jar net.jar",
    description = "Runs the network in this jar.",
    sortOptions = false)
public final class JarMain implements Callable<Integer> {
  private final EmbeddedModel model;
  private final PrintStream out;
  private final PrintStream err;
  private final Ansi ansi;
  private final TornadoVm tornado;
  private final DeviceOptions device = new DeviceOptions();

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "INPUT", description = "Input files, as with --input.", arity = "0..*")
  private List<String> files = new ArrayList<>();

  @Mixin private RunOptions options;

  @Option(names = "--describe", description = "Print what the network is, and stop.")
  private boolean describe;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help, and stop.")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Print the version, and stop.")
  private boolean version;

  private JarMain(
      EmbeddedModel model, TornadoVm tornado, PrintStream out, PrintStream err, Ansi ansi) {
    this.model = model;
    this.tornado = tornado;
    this.out = out;
    this.err = err;
    this.ansi = ansi;
  }

  public static void main(String[] arguments) {
    OptionalInt relaunched =
        VectorModule.load()
            ? OptionalInt.empty()
            : Relaunch.withVectors(JarMain.class, arguments, System.err);
    System.exit(relaunched.orElseGet(() -> runHere(arguments)));
  }

  private static int runHere(String[] arguments) {
    StandardOutput out = StandardOutput.ofProcess();
    TornadoVm tornado = TornadoVm.ofThisJava();
    int exit = run(arguments, EmbeddedModel::find, tornado, out, System.err, ansi());
    return out.error().map(error -> Failure.report(error, System.err)).orElse(exit);
  }

  /**
   * Before Java 22 there was a console where there was a terminal, and {@code isTerminal} was not.
   */
  private static boolean beforeConsoles() {
    return Runtime.version().feature() < 22;
  }

  /** Colours go to standard output only: Java does not say whether standard error is a terminal. */
  private static Ansi ansi() {
    Console console = System.console();
    boolean terminal = console != null && (beforeConsoles() || console.isTerminal());
    String noColor = System.getenv("NO_COLOR");
    boolean wanted = noColor == null || noColor.isEmpty();
    return terminal && wanted ? Ansi.ON : Ansi.OFF;
  }

  /** The program without the process around it. */
  static int run(
      String[] arguments,
      Supplier<EmbeddedModel> model,
      TornadoVm tornado,
      PrintStream out,
      PrintStream err,
      Ansi ansi) {
    try {
      JarMain main = new JarMain(model.get(), tornado, out, err, ansi);
      return main.commandLine().execute(arguments);
    } catch (RuntimeException | Error e) {
      return Failure.report(e, err);
    }
  }

  private CommandLine commandLine() {
    CommandLine line = new CommandLine(this);
    if (model.isForDevices()) {
      line.addMixin("device", device);
    }
    line.getCommandSpec().version(model.info().network() + ", compiled by bb " + Version.TEXT);
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setUsageHelpWidth(100)
        .setAbbreviatedOptionsAllowed(false)
        .setColorScheme(CommandLine.Help.defaultColorScheme(ansi))
        .setParameterExceptionHandler((e, given) -> usage(e))
        .setExecutionExceptionHandler((e, command, parsed) -> Failure.report(e, err));
  }

  private static int usage(ParameterException e) {
    PrintWriter err = e.getCommandLine().getErr();
    String message = e.getMessage();
    String shown = Visible.lines(message);
    err.println("error: " + Character.toLowerCase(shown.charAt(0)) + shown.substring(1));
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("try: " + e.getCommandLine().getCommandName() + " --help");
    return ExitCode.USAGE;
  }

  @Override
  public Integer call() {
    if (describe) {
      out.print(ModelCard.text(model.info(), whereWeightsAre(), model.isForDevices(), ansi));
      out.flush();
    } else {
      OutputFile.refuseInputs(options.output(), List.of(jar()));
      RunAction.run(options, files, model.info(), model.weights(), loader(), out);
    }
    return ExitCode.OK;
  }

  private String whereWeightsAre() {
    if (model.weights().isPresent()) {
      return "in this jar";
    }
    return model.info().tensors().isEmpty() ? "none" : "to be given with --weights";
  }

  private Function<WeightSource, Model> loader() {
    if (!model.isForDevices()) {
      return model::load;
    }
    if (device.contradiction().isPresent()) {
      throw new ParameterException(spec.commandLine(), device.contradiction().get());
    }
    return new EngineChoice(model, device, tornado, jar(), err)::load;
  }

  /** The file that was started, as the user typed it. */
  private static String jar() {
    String path = System.getProperty("java.class.path");
    return path.endsWith(".jar") && !path.contains(File.pathSeparator) ? path : "net.jar";
  }
}
