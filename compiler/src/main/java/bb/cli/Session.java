package bb.cli;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.Severity;
import bb.diagnostics.TextRenderer;
import bb.diagnostics.format.Findings;
import bb.diagnostics.format.Findings.Checked;
import bb.diagnostics.format.Format;
import bb.diagnostics.format.GitHub;
import bb.runtime.UserError;
import bb.runtime.Visible;
import bb.runtime.io.OutputFile;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One run of {@code bbc}: where it runs and writes, and what it is doing, should it have to report
 * a bug.
 */
final class Session {
  private final Terminal terminal;
  private final Host host;
  private String stage = "reading the command line";
  private Optional<Progress> progress = Optional.empty();
  private List<String> inputs = List.of();
  private Optional<String> output = Optional.empty();
  private Format diagnostics = Format.TEXT;
  private String moreSummary = "";

  Session(Terminal terminal, Host host) {
    this.terminal = terminal;
    this.host = host;
  }

  Terminal terminal() {
    return terminal;
  }

  Host host() {
    return host;
  }

  /** Says what is being done now: {@code elaborating resnet.bb}. */
  void stage(String newStage) {
    stage = Visible.line(newStage);
    if (progress.isPresent()) {
      progress.get().stage(stage);
    } else if (terminal.interactive()) {
      progress = Optional.of(Progress.start(terminal.err(), stage));
    }
  }

  /** Says how much of the stage is done. */
  void step(long done, long total) {
    progress.ifPresent(p -> p.step(done, total));
  }

  /** Takes the progress off the screen; what is written now stays. */
  void close() {
    progress.ifPresent(Progress::close);
    progress = Optional.empty();
  }

  String stage() {
    return stage;
  }

  /** Writes a product, as it is. */
  void print(String product) {
    close();
    terminal.out().print(product);
    terminal.out().flush();
  }

  /**
   * Says what a command reads besides sources, and what it writes, before it does either.
   *
   * @throws UserError if the output would replace an input
   */
  void announce(List<String> files, Optional<String> target) {
    inputs = List.copyOf(files);
    output = target;
    output.ifPresent(this::checkOutput);
  }

  /**
   * Says what sources have been read.
   *
   * @throws UserError if the output would replace one
   */
  void alsoRead(List<String> sources) {
    inputs = Stream.concat(inputs.stream(), sources.stream()).distinct().toList();
    output.ifPresent(this::checkOutput);
  }

  private void checkOutput(String target) {
    OutputFile.refuseInputs(target, inputs);
  }

  /** Writes a product into a file, or to standard output; if that fails, says so. */
  boolean write(String target, OutputFile.Content content, Problems problems) {
    close();
    return write(target, problems, () -> OutputFile.write(target, terminal.out(), content));
  }

  /** Writes a file below a folder; if that fails, says so. */
  boolean write(String folder, String path, OutputFile.Content content, Problems problems) {
    return write(folder + "/" + path, problems, () -> OutputFile.write(folder, path, content));
  }

  private boolean write(String target, Problems problems, Runnable writing) {
    try {
      checkOutput(target);
      writing.run();
      return true;
    } catch (UserError e) {
      problems.add(CommandProblems.of(e));
      return false;
    }
  }

  /** Says something that is no mistake: a line, and more about it. */
  void note(String line, List<String> details) {
    close();
    terminal.err().println("note: " + Visible.line(line));
    details.stream()
        .flatMap(String::lines)
        .forEach(detail -> terminal.err().println("  " + Visible.line(detail)));
    terminal.err().flush();
  }

  /** How what is found is to be printed. */
  void diagnostics(Format format) {
    diagnostics = format;
  }

  /** Writes what was found to the screen, and returns what the process should end with. */
  int finish(Problems problems) {
    return finish(problems, List.of(), terminal.err());
  }

  /**
   * Writes what was found, wrong and right, as a program is to read it.
   *
   * @param stream where to
   */
  int finish(Problems problems, List<Checked> checked, PrintStream stream) {
    close();
    if (diagnostics == Format.GITHUB) {
      host.variable("GITHUB_STEP_SUMMARY")
          .ifPresent(file ->
              summarize(
                  file, new Findings(Version.number(), checked, problems.sorted()), problems));
    }
    List<Diagnostic> found = problems.sorted();
    stream.print(
        diagnostics == Format.TEXT
            ? TextRenderer.render(found, terminal.colour())
            : diagnostics.render(new Findings(Version.number(), checked, named(found))));
    stream.flush();
    return exitCode(found);
  }

  private List<Diagnostic> named(List<Diagnostic> found) {
    return diagnostics.isOfRepository() ? RepositoryPaths.of(host, found) : found;
  }

  /** Has the page of a job say more than what was found. */
  void alsoSummarize(String markdown) {
    moreSummary = markdown;
  }

  /** Adds what was found to the page of the job, which steps before this one may have begun. */
  private void summarize(String file, Findings findings, Problems problems) {
    String text = GitHub.summary(findings) + moreSummary;
    write(file, problems, () -> OutputFile.append(file, text));
  }

  /** Writes what was found, and then a mistake that ended the command. */
  int finish(Problems problems, UserError error) {
    problems.add(CommandProblems.of(error));
    return finish(problems);
  }

  static int exitCode(List<Diagnostic> found) {
    Set<Severity> kinds = found.stream().map(Diagnostic::severity).collect(Collectors.toSet());
    if (kinds.contains(Severity.ERROR)) {
      return ExitCode.DIAGNOSTICS;
    }
    return kinds.contains(Severity.CHECK) ? ExitCode.CHECK_FAILED : ExitCode.OK;
  }
}
