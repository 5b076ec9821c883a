package bb.cli;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Suggest;
import bb.runtime.UserError;
import bb.source.Hidden;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is said about the things a command line names. */
final class CommandProblems {
  private CommandProblems() {}

  /**
   * @param beside the names in the folder where the file was looked for
   */
  static Diagnostic noSuchFile(String path, String name, Collection<String> beside) {
    return nearest(
        Diagnostic.general(Code.BB0701, "there is no file `%s`".formatted(path)), name, beside);
  }

  static Diagnostic hiddenInName(String path, int codePoint) {
    return Diagnostic.general(
            Code.BB0123,
            "the name of `%s` holds %s"
                .formatted(Hidden.escapeName(path), Hidden.describe(codePoint)))
        .help("rename the file");
  }

  static Diagnostic unreadable(String path, String reason) {
    return Diagnostic.general(Code.BB0702, "cannot read `%s`: %s".formatted(path, reason));
  }

  /** What is no source, and perhaps something that another command or option takes. */
  static Diagnostic noSource(String path, String reason) {
    Diagnostic problem = unreadable(path, reason);
    String ending = path.substring(path.lastIndexOf('.') + 1);
    return switch (ending) {
      case "onnx" ->
          problem.help(
              "make a source of the model: `bbc import %s -o net.bb --weights net.safetensors`"
                  .formatted(path));
      case "cfg", "yaml" ->
          problem.help("make a source of it: `bbc import %s -o net.bb`".formatted(path));
      case "safetensors", "pth", "pt", "bin" ->
          problem.help("weights stand behind the source: `net.bb --weights %s`".formatted(path));
      default -> problem;
    };
  }

  static Diagnostic unknownNetwork(String file, String name, List<String> networks) {
    Diagnostic problem =
        Diagnostic.general(
            Code.BB0703, "there is no network called `%s` in `%s`".formatted(name, file));
    return nearest(problem, name, networks)
        .note(networks.isEmpty() ? "the file has no network" : "the file has " + list(networks));
  }

  static Diagnostic severalNetworks(String file, List<String> networks) {
    return Diagnostic.general(Code.BB0704, "`%s` has %d networks".formatted(file, networks.size()))
        .note("they are " + list(networks))
        .help("choose one: `--network %s`".formatted(networks.getFirst()));
  }

  /**
   * @param form how it may be called
   */
  static Diagnostic needsArguments(String file, String network, String form) {
    return Diagnostic.general(
            Code.BB0705, "the network `%s` in `%s` needs arguments".formatted(network, file))
        .note("only a network whose parameters all have defaults can be built as it is")
        .help("give them here: `--network '%s'`".formatted(form))
        .help("or declare a variant: `network My%s = %s`".formatted(network, form));
  }

  static Diagnostic noNetwork(String file) {
    return Diagnostic.general(Code.BB0706, "`%s` has no network".formatted(file))
        .note("a file of blocks is meant to be imported by one that has a network");
  }

  /** What the runtime has found; each of its codes is one of ours. */
  static Diagnostic of(UserError error) {
    return of(error, error.notes());
  }

  /** The same with other notes. */
  static Diagnostic of(UserError error, List<String> notes) {
    Diagnostic problem = Diagnostic.general(Code.valueOf(error.code().name()), error.getMessage());
    for (String note : notes) {
      problem = problem.note(note);
    }
    for (String help : error.helps()) {
      problem = problem.help(help);
    }
    return problem;
  }

  static Diagnostic unknownCode(String code) {
    List<String> codes = Stream.of(Code.values()).map(Code::name).toList();
    List<String> known =
        Stream.concat(codes.stream(), Code.warnings().stream().map(Code::shortest)).toList();
    return nearest(
            Diagnostic.general(Code.BB0708, "there is no code `%s`".formatted(code)), code, known)
        .note("the codes go from `%s` to `%s`".formatted(codes.getFirst(), codes.getLast()))
        .help("`bbc explain` without a code lists them all");
  }

  /**
   * @param fault why it is none, as a clause
   */
  static Diagnostic notAPackage(String name, String fault) {
    return Diagnostic.general(
            Code.BB0720, "`%s` cannot be the package of a network's classes".formatted(name))
        .note(fault)
        .help("name one as Java does: `--package com.acme.vision`");
  }

  static Diagnostic portTaken(int port) {
    return Diagnostic.general(Code.BB0740, "the port %d is taken".formatted(port))
        .note("another program listens there, maybe another `bbc watch`")
        .help("choose another port, or leave `--port` out to have one that is free");
  }

  private static Diagnostic nearest(Diagnostic problem, String name, Collection<String> known) {
    return Suggest.nearest(name, known)
        .map(near -> problem.help("did you mean `%s`?".formatted(near)))
        .orElse(problem);
  }

  private static String list(List<String> names) {
    int shown = 12;
    String text =
        names.stream().limit(shown).map(n -> "`" + n + "`").collect(Collectors.joining(", "));
    return names.size() > shown ? text + " and " + (names.size() - shown) + " more" : text;
  }
}
