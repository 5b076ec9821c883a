package bb.cli;

import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.graph.Graph;
import bb.model.NetworkCall;
import bb.report.Reported;
import bb.report.html.WatchPage;
import bb.report.html.WatchPage.State;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the networks of a file in the browser, and draws them anew when it is saved.",
      "The page is that of `bbc report --format html`, and is served to this machine alone.",
      "What is wrong with the file is shown above the last drawing. Ctrl-C ends it."
    },
    footerHeading = "%nExample:%n",
    footer = "  bbc watch resnet.bb --network ResNet50")
final class WatchCommand implements Callable<Integer> {
  /** How often files are looked at: as soon as a hand is back from the key that saves. */
  private static final long LOOK_MILLISECONDS = 200;

  private static final int LAST_PORT = 65_535;

  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The .bb file.")
  private String file;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The port of the page; one that is free unless stated.")
  private Optional<Integer> port;

  @Option(
      names = "--depth",
      paramLabel = "D",
      description = "Open D blocks that lie in each other.")
  private Optional<Integer> depth;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private ImportOption imports;

  WatchCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (port.isPresent() && (port.get() < 1 || port.get() > LAST_PORT)) {
      throw new ParameterException(spec.commandLine(), "--port must be from 1 to " + LAST_PORT);
    }
    if (depth.isPresent() && depth.get() < 1) {
      throw new ParameterException(spec.commandLine(), "--depth must be at least 1");
    }
    Problems problems = new Problems();
    NetworkCall call = network.call(problems);
    // a name that is mistyped is said at once; what happens to the file later is shown
    if (imports.sources().open(file, problems).isEmpty() || problems.hasErrors()) {
      return session.finish(problems);
    }
    try (WatchServer server = WatchServer.start(port.orElse(0))) {
      watch(server, call);
      return ExitCode.OK;
    } catch (BindException e) {
      problems.add(CommandProblems.portTaken(port.orElse(0)));
      return session.finish(problems);
    }
  }

  /** Until this thread is interrupted. */
  private void watch(WatchServer server, NetworkCall call) {
    State state = new State(file, List.of(), "", false);
    List<Path> files = List.of(Path.of(file).normalize());
    for (long version = 1; ; version++) {
      SourceReader sources = imports.sources();
      // before they are read: what is saved meanwhile is another version
      Stamps before = Stamps.of(files);
      state = state(sources, call, state);
      files = sources.asked();
      Stamps known = Stamps.of(files).asIn(before);
      server.show(
          version,
          WatchPage.render(state, version, depth.map(OptionalInt::of).orElse(OptionalInt.empty())));
      if (version == 1) {
        session.print("watching %s at %s\n".formatted(file, server.url()));
      }
      session.close();
      try {
        do {
          Thread.sleep(LOOK_MILLISECONDS);
        } while (Stamps.of(files).equals(known));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** What has become of the file; what was there before stays where it now fails. */
  private State state(SourceReader sources, NetworkCall call, State before) {
    Problems problems = deny.problems();
    List<Reported> networks = new ArrayList<>();
    Optional<Networks> loaded = Networks.load(session, sources, file, call, problems);
    if (loaded.isPresent() && !problems.hasErrors()) {
      Networks.requireCalled(List.of(loaded.get()), call, problems);
    }
    if (!problems.hasErrors()) {
      for (Graph graph : loaded.map(Networks::graphs).orElse(List.of())) {
        networks.add(Engine.reported(session, graph));
      }
    }
    boolean failed = problems.hasErrors();
    String found = TextRenderer.render(problems.sorted(), false);
    return new State(file, failed ? before.networks() : networks, found, failed);
  }
}
