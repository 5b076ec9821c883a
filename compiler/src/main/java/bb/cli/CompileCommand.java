package bb.cli;

import bb.backend.GeneratedFile;
import bb.backend.JavaPackage;
import bb.backend.jar.CompiledModel;
import bb.backend.jar.JarWriter;
import bb.backend.jar.SdkSearch;
import bb.backend.jar.TornadoSdk;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.graph.Architecture;
import bb.graph.Graph;
import bb.runtime.ModelInfo;
import bb.runtime.UserError;
import bb.runtime.cli.NameOptions;
import bb.runtime.io.BoundWeights;
import bb.runtime.io.Message;
import bb.runtime.io.Narrowing;
import bb.runtime.io.TensorFile;
import bb.runtime.io.WeightBinding;
import bb.runtime.io.Weights;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "compile",
    mixinStandardHelpOptions = true,
    description = "Makes a jar that runs a network by itself, on any machine with Java 21.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  bbc compile digits.bb --weights digits.safetensors -o digits.jar",
      "  java -jar digits.jar seven.png",
      "  bbc compile resnet.bb --network ResNet50 --target tornado -o resnet50.jar",
      "  java @$TORNADOVM_HOME/tornado-argfile -jar resnet50.jar --weights w.safetensors cat.jpg"
    })
final class CompileCommand implements Callable<Integer> {
  private final Session session;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The .bb file.")
  private String file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "F",
      description = "The jar to write; the network's name unless stated.")
  private Optional<String> output;

  @Option(
      names = "--weights",
      paramLabel = "W",
      description = "The weights to put into the jar: safetensors, or what PyTorch saved.")
  private Optional<String> weights;

  @Option(
      names = "--weights-type",
      paramLabel = "bf16|f16",
      converter = Words.WeightTypes.class,
      description = {
        "Store the weights in 16 bits, which halves the jar; they are widened when it is loaded.",
        "What that loses is printed."
      })
  private Optional<Words.WeightType> weightsType;

  @Mixin private NameOptions names;

  @Option(
      names = "--package",
      paramLabel = "P",
      description =
          "The Java package of the classes; bb.models.NETWORK, in lower case, unless stated.")
  private Optional<String> home;

  @Option(
      names = "--thin",
      description = {
        "Leave the runtime out, for programs that have the artifact bb-runtime.",
        "Such a jar is a library only; all of a program's share the runtime's types."
      })
  private boolean thin;

  @Option(
      names = "--target",
      paramLabel = "cpu|tornado",
      defaultValue = "cpu",
      converter = Words.Targets.class,
      description = {
        "What the jar can run on; cpu unless stated.",
        "With tornado it runs on a GPU, too, where TornadoVM is."
      })
  private Words.Target target;

  @Option(
      names = "--precision",
      paramLabel = "fp32|fp16",
      converter = Words.Precisions.class,
      description = "How numbers are stored on the GPU; fp32 unless stated.")
  private Optional<Precision> precision;

  @Option(
      names = "--tornadovm",
      paramLabel = "DIR",
      description =
          "The TornadoVM SDK; the one in TORNADOVM_HOME or the one of SDKMAN unless stated.")
  private Optional<String> tornadovm;

  @Option(
      names = "--emit-sources",
      paramLabel = "DIR",
      description = "Write the generated Java below this folder, too.")
  private Optional<String> sources;

  @Option(
      names = "--dump",
      paramLabel = "program|plan",
      converter = Words.Dumps.class,
      description = {
        "Print a stage of the compilation and write no jar.",
        "program: the steps that are left after all passes.",
        "plan: where everything lies, and how the processor computes each step."
      })
  private Optional<Words.Dump> dump;

  @Mixin private PlanOption plan;

  @Mixin private NetworkOption network;

  @Mixin private DenyOption deny;

  @Mixin private DiagnosticsOption diagnostics;

  @Mixin private ImportOption imports;

  CompileCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    checkOptions();
    session.announce(
        Stream.of(Stream.of(file), weights.stream(), names.files().stream())
            .flatMap(s -> s)
            .toList(),
        output);
    diagnostics.applyTo(session);
    Problems problems = deny.problems();
    home.flatMap(
            name -> JavaPackage.fault(name).map(fault -> CommandProblems.notAPackage(name, fault)))
        .ifPresent(problems::add);
    if (problems.hasErrors()) {
      return session.finish(problems);
    }
    Optional<Graph> graph =
        Networks.one(session, imports.sources(), file, network.call(problems), problems);
    if (graph.isEmpty()) {
      return session.finish(problems);
    }
    if (dump.isPresent()) {
      return dump(graph.get(), problems);
    }
    try {
      return switch (target) {
        case CPU -> compile(graph.get(), Optional.empty(), problems);
        case TORNADO -> compileForTornado(graph.get(), problems);
      };
    } catch (UserError e) {
      return session.finish(problems, e);
    }
  }

  private int dump(Graph graph, Problems problems) {
    Optional<String> text =
        switch (dump.orElseThrow()) {
          case PROGRAM -> Optional.of(Engine.program(session, graph));
          case PLAN -> Engine.plan(session, graph, plan.options(), problems);
        };
    text.ifPresent(session::print);
    return session.finish(problems);
  }

  private void checkOptions() {
    require(
        weights.filter(w -> w.startsWith("synthetic")).isEmpty(),
        "synthetic weights are made where the network runs: java -jar … --weights synthetic");
    boolean device = target == Words.Target.TORNADO;
    require(device || precision.isEmpty(), "--precision goes with --target tornado");
    require(
        dump.isEmpty() || output.isEmpty() && sources.isEmpty(),
        "--dump prints instead of writing: neither --output nor --emit-sources goes with it");
    require(weights.isPresent() || weightsType.isEmpty(), "--weights-type goes with --weights");
    require(!device || !thin, "--thin goes with --target cpu");
    require(device || tornadovm.isEmpty(), "--tornadovm goes with --target tornado");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), otherwise);
    }
  }

  /** Without an SDK there is no jar, but there may be sources. */
  private int compileForTornado(Graph graph, Problems problems) {
    SdkSearch search = SdkSearch.in(SdkPlaces.of(session.host(), tornadovm));
    if (search.usable().isPresent()) {
      return compile(graph, search.usable(), problems);
    }
    if (sources.isPresent()) {
      generate(graph, problems).ifPresent(made -> writeSources(made.files(), problems));
    }
    Diagnostic lack = search.problem().orElseThrow();
    if (sources.isEmpty() || output.isPresent()) {
      problems.add(lack);
    } else if (!problems.hasErrors()) {
      session.note("only sources, no jar: " + lack.message(), lack.notes());
    }
    return session.finish(problems);
  }

  private int compile(Graph graph, Optional<TornadoSdk> sdk, Problems problems) {
    Optional<Engine.Sources> made = generate(graph, problems);
    Optional<CompiledModel> model =
        made.flatMap(code -> Engine.compile(session, code, sdk, problems));
    if (model.isEmpty()) {
      return session.finish(problems);
    }
    Optional<JarWriter.Embedded> embedded = weights.map(w -> open(w, graph, made.get().card()));
    if (sources.isPresent()) {
      writeSources(made.get().files(), problems);
    }
    String jar = output.orElse(graph.name() + ".jar");
    session.stage("writing " + jar);
    session.write(
        jar,
        stream -> {
          if (thin) {
            JarWriter.writeThin(stream, model.get(), embedded);
          } else {
            JarWriter.write(stream, model.get(), embedded);
          }
        },
        problems);
    return session.finish(problems);
  }

  private Optional<Engine.Sources> generate(Graph graph, Problems problems) {
    Optional<Precision> device =
        switch (target) {
          case CPU -> Optional.empty();
          case TORNADO -> Optional.of(precision.orElse(Precision.FP32));
        };
    return Engine.generate(
        session, graph, plan.options(), home(graph), weights.isPresent(), device, problems);
  }

  private JavaPackage home(Graph graph) {
    return home.map(JavaPackage::new).orElseGet(() -> JavaPackage.of(graph));
  }

  /** Says what is wrong with the weights now, rather than when the jar runs. */
  private JarWriter.Embedded open(String path, Graph graph, ModelInfo card) {
    session.stage("checking " + path);
    TensorFile file = Weights.file(path);
    BoundWeights bound = WeightBinding.bindFile(card, names.apply(file));
    Narrowing narrowing = weightsType.map(Words.WeightType::narrowing).orElse(Narrowing.NONE);
    weightsType.ifPresent(_ -> tellLoss(narrowing.loss(file, bound.names().values())));
    return new JarWriter.Embedded(file, bound.names(), Architecture.of(graph), narrowing);
  }

  private void tellLoss(Narrowing.Loss loss) {
    String most =
        loss.tensor().isEmpty()
            ? ""
            : Message.of(", at most by %.2e, `%s`", loss.most(), loss.tensor());
    session.note(
        Message.of("weights in 16 bits differ by %.2e (relative L2)", loss.relative()) + most,
        loss.kept().stream().map(name -> "too large for 16 bits, left as it is: " + name).toList());
  }

  private void writeSources(List<GeneratedFile> files, Problems problems) {
    session.stage("writing sources");
    for (GeneratedFile generated : files) {
      byte[] text = generated.text().getBytes(StandardCharsets.UTF_8);
      if (!session.write(sources.get(), generated.path(), stream -> stream.write(text), problems)) {
        return;
      }
    }
  }
}
