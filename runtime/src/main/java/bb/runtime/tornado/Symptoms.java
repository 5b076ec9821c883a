package bb.runtime.tornado;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be told from something that TornadoVM threw. Its throwables have many types, of the API,
 * of the runtime and of the compiler, and a reason is often only in the text of a message; here
 * they are told apart by name.
 */
final class Symptoms {
  private static final Pattern COLOUR = Pattern.compile("\u001B\\[[0-9;]*m");

  /** What TornadoVM puts before a reason. */
  private static final Pattern WRAPPING =
      Pattern.compile(
          "Bailout is disabled\\. ?|Bailout from LAUNCH Bytecode: ?|Reason: ?|The internal error is: ?"
              + "|\\[(ERROR|WARNING|Internal Error|Error during the Task Compilation)]:? ?"
              + "|([a-z]\\w*\\.)+(?=[A-Z])|Deoptimizing to sequential execution\\.?");

  private static final int LONGEST = 240;

  private final List<Throwable> chain = new ArrayList<>();
  private final String text;

  Symptoms(Throwable failure) {
    for (Throwable t = failure; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    text =
        chain.stream()
            .map(t -> t.getClass().getSimpleName() + ": " + t.getMessage())
            .collect(Collectors.joining("\n"));
  }

  /** Whether it comes out of TornadoVM, not out of our own code. */
  boolean isTornados() {
    boolean thrown = chain.stream().anyMatch(t -> isTornados(t.getClass().getName()));
    return thrown || frames().anyMatch(frame -> isTornados(frame.getClassName()));
  }

  private static boolean isTornados(String type) {
    return type.startsWith("uk.ac.manchester.tornado.") || isCompiler(type);
  }

  private static boolean isCompiler(String type) {
    return Releases.COMPILERS.stream().anyMatch(type::startsWith)
        || type.startsWith("uk.ac.manchester.tornado.") && type.contains(".graal.");
  }

  private Stream<StackTraceElement> frames() {
    return chain.stream().flatMap(t -> Stream.of(t.getStackTrace()));
  }

  boolean isOutOfMemory() {
    return has("TornadoOutOfMemoryException", "TornadoMemoryException", "OUT_OF_MEMORY")
        || has("MEM_OBJECT_ALLOCATION_FAILURE", "cuMemAlloc");
  }

  boolean isNoDevice() {
    return has("TornadoDeviceNotFound", "TornadoBackendNotFound", "PlatformException")
        || has("No OpenCL platforms", "UnsatisfiedLinkError");
  }

  /** A feature of the hardware or of the backend. */
  boolean isUnsupported() {
    return has("FP16NotSupported", "FP64NotSupported", "FP8NotSupported", "MMANotSupported")
        || has("does not support");
  }

  boolean isCompilation() {
    return has("Unable to compile", "Unable to build sketch", "Code generator Failed")
        || has("GraalError", "TornadoInliningException", "TornadoCompilationException")
        || frames().anyMatch(frame -> isCompiler(frame.getClassName()));
  }

  private boolean has(String... words) {
    return Stream.of(words).anyMatch(text::contains);
  }

  /** The reason, in a line: {@code TornadoInternalError: unimplemented}. */
  String said() {
    Throwable last = chain.getLast();
    for (Throwable t : chain) {
      last = t.getMessage() == null ? last : t;
    }
    String message = String.valueOf(last.getMessage());
    String reason =
        COLOUR
            .matcher(message)
            .replaceAll("")
            .lines()
            .map(line -> WRAPPING.matcher(line).replaceAll("").strip().replaceFirst("\\.$", ""))
            .filter(line -> !line.isEmpty() && !line.startsWith("Stacktrace:"))
            .collect(Collectors.joining("; "));
    String name = last.getClass().getSimpleName();
    String line = reason.isEmpty() ? name : name + ": " + reason;
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
