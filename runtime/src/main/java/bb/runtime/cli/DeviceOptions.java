package bb.runtime.cli;

import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of a jar that can run its network on a device, too. */
final class DeviceOptions {
  /** What runs the network. */
  enum Engine {
    /** TornadoVM if this Java has it and it finds a device, or else the processor. */
    AUTO,
    CPU,
    TORNADO
  }

  private static final class EngineConverter implements ITypeConverter<Engine> {
    @Override
    public Engine convert(String text) {
      return switch (text) {
        case "auto" -> Engine.AUTO;
        case "cpu" -> Engine.CPU;
        case "tornado" -> Engine.TORNADO;
        default ->
            throw new TypeConversionException("expected auto, cpu or tornado, not '" + text + "'");
      };
    }
  }

  @Option(
      names = "--engine",
      paramLabel = "auto|cpu|tornado",
      defaultValue = "auto",
      converter = EngineConverter.class,
      description = "What runs the network; auto takes TornadoVM where it is.")
  private Engine engine;

  @Option(names = "--require-gpu", description = "Fail, and say why, unless it runs on a GPU.")
  private boolean requireGpu;

  @Option(
      names = "--compare",
      description = "Run it on the processor, too, and say how far the answers lie apart.")
  private boolean compare;

  @Option(
      names = "--timings",
      description = "Say how long loading, compiling and the first answer took.")
  private boolean timings;

  /** What contradicts itself, if anything does. */
  Optional<String> contradiction() {
    String option = requireGpu ? "--require-gpu" : compare ? "--compare" : "--timings";
    return engine == Engine.CPU && (requireGpu || compare || timings)
        ? Optional.of(option + " is about TornadoVM, and --engine cpu does without it")
        : Optional.empty();
  }

  /** What was asked for; what is about TornadoVM asks for it. */
  Engine engine() {
    return engine == Engine.AUTO && (compare || timings) ? Engine.TORNADO : engine;
  }

  boolean requireGpu() {
    return requireGpu;
  }

  boolean compare() {
    return compare;
  }

  boolean timings() {
    return timings;
  }
}
