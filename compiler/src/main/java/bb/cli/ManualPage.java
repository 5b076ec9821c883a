package bb.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page, in the man macros of roff: what the usage of all commands says. */
final class ManualPage {
  private ManualPage() {}

  static String of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String name = spec.name();
    var page = new StringBuilder();
    page.append(".TH %s 1 \"\" \"bb %s\"\n".formatted(name.toUpperCase(), Version.number()));
    section(page, "NAME");
    page.append(name).append(" \\- ").append(text(description(spec.usageMessage().description())));
    section(page, "SYNOPSIS");
    page.append(".B %s\n[options] command [arguments]\n".formatted(name));
    section(page, "OPTIONS");
    spec.options().forEach(option -> option(page, option));
    section(page, "COMMANDS");
    command.getSubcommands().values().forEach(sub -> command(page, name, sub.getCommandSpec()));
    section(page, "EXAMPLES AND EXIT STATUS");
    example(page, spec.usageMessage().footer());
    return page.toString();
  }

  private static void command(StringBuilder page, String name, CommandSpec spec) {
    String operands =
        spec.positionalParameters().stream()
            .map(p -> " " + label(p.paramLabel(), p.arity().max() > 1))
            .collect(Collectors.joining());
    page.append(".SS \"%s %s [options]%s\"\n".formatted(name, spec.name(), escaped(operands)));
    page.append(text(description(spec.usageMessage().description())));
    spec.positionalParameters().forEach(operand -> operand(page, operand));
    spec.options().stream().filter(o -> !o.hidden()).forEach(option -> option(page, option));
    if (spec.usageMessage().footer().length > 0) {
      page.append(".PP\nExamples:\n");
      example(page, spec.usageMessage().footer());
    }
  }

  private static String label(String label, boolean many) {
    return many ? label + "..." : label;
  }

  private static void section(StringBuilder page, String title) {
    page.append(".SH ").append(title).append('\n');
  }

  private static void option(StringBuilder page, OptionSpec option) {
    String value = option.arity().max() > 0 ? " \\fI" + escaped(option.paramLabel()) + "\\fR" : "";
    String names =
        Stream.of(option.names())
            .map(name -> "\\fB" + escaped(name) + "\\fR")
            .collect(Collectors.joining(", "));
    paragraph(page, names + value, option.description());
  }

  private static void operand(StringBuilder page, PositionalParamSpec operand) {
    paragraph(page, "\\fI" + escaped(operand.paramLabel()) + "\\fR", operand.description());
  }

  private static void paragraph(StringBuilder page, String tag, String[] description) {
    page.append(".TP\n").append(tag).append('\n').append(text(description(description)));
  }

  private static void example(StringBuilder page, String[] lines) {
    page.append(".nf\n");
    Stream.of(lines).forEach(line -> page.append(text(line.stripTrailing())));
    page.append(".fi\n");
  }

  private static String description(String[] lines) {
    return String.join("\n", List.of(lines)).strip();
  }

  /** Lines of text, none of which is a request. */
  private static String text(String lines) {
    return lines
            .replace("%%", "%")
            .lines()
            .map(line ->
                line.startsWith(".") || line.startsWith("'")
                    ? "\\&" + escaped(line)
                    : escaped(line))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
