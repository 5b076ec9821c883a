package bb.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Scripts that complete a command line in a shell. Picocli writes that of bash. */
final class Completion {
  private Completion() {}

  static String script(Words.Shell shell, CommandLine command) {
    return switch (shell) {
      case BASH -> AutoComplete.bash(command.getCommandName(), command);
      case ZSH -> zsh(command);
      case FISH -> fish(command);
    };
  }

  /** Functions of zsh's completion system: {@code _arguments} knows options, files and words. */
  private static String zsh(CommandLine command) {
    String name = command.getCommandName();
    var lines = new ArrayList<String>();
    lines.add("#compdef " + name);
    lines.add("");
    lines.add("_" + name + "() {");
    lines.add("  local -a commands");
    lines.add("  commands=(");
    commands(command)
        .forEach((word, spec) -> lines.add("    " + quoted(word + ":" + summary(spec))));
    lines.add("  )");
    lines.add("  if (( CURRENT == 2 )); then");
    lines.add("    _describe -t commands 'command' commands");
    lines.add("    _arguments " + String.join(" ", zshOptions(command.getCommandSpec())));
    lines.add("    return");
    lines.add("  fi");
    lines.add("  local chosen=$words[2]");
    lines.add("  shift words");
    lines.add("  (( CURRENT-- ))");
    lines.add("  case $chosen in");
    commands(command)
        .forEach((word, spec) -> {
          lines.add("    " + word + ")");
          lines.add("      _arguments \\");
          zshOptions(spec).forEach(option -> lines.add("        " + option + " \\"));
          lines.add("        " + quoted("*:argument:" + zshWords(operands(spec))));
          lines.add("      ;;");
        });
    lines.add("  esac");
    lines.add("}");
    lines.add("");
    lines.add("_" + name + " \"$@\"");
    return String.join("\n", lines) + "\n";
  }

  private static List<String> zshOptions(CommandSpec spec) {
    return options(spec)
        .flatMap(option -> Stream.of(option.names()).map(name -> quoted(zshOption(option, name))))
        .toList();
  }

  /** {@code --name=[what it is]:LABEL:words}, to be given several times if it starts so. */
  private static String zshOption(OptionSpec option, String name) {
    String often = option.isMultiValue() ? "*" : "";
    String what = "[" + summary(option).replace("]", "\\]").replace("[", "\\[") + "]";
    if (!takesValue(option)) {
      return often + name + what;
    }
    String joint = name.startsWith("--") ? "=" : "";
    String label = option.paramLabel().replace(":", "\\:");
    return often + name + joint + what + ":" + label + ":" + zshWords(words(option));
  }

  private static String zshWords(List<String> words) {
    return words.isEmpty() ? "_files" : "(" + String.join(" ", words) + ")";
  }

  private static String fish(CommandLine command) {
    String name = command.getCommandName();
    var lines = new ArrayList<String>();
    lines.add("complete -c " + name + " -n __fish_use_subcommand -f");
    commands(command)
        .forEach((word, spec) ->
            lines.add(
                "complete -c %s -n __fish_use_subcommand -a %s -d %s"
                    .formatted(name, word, fishQuoted(summary(spec)))));
    options(command.getCommandSpec())
        .forEach(option -> lines.add(fishOption(name, "__fish_use_subcommand", option)));
    commands(command)
        .forEach((word, spec) -> {
          String seen = "'__fish_seen_subcommand_from " + word + "'";
          options(spec).forEach(option -> lines.add(fishOption(name, seen, option)));
          List<String> operands = operands(spec);
          if (!operands.isEmpty()) {
            lines.add(
                "complete -c %s -n %s -f -a %s"
                    .formatted(name, seen, fishQuoted(String.join(" ", operands))));
          }
        });
    return String.join("\n", lines) + "\n";
  }

  private static String fishOption(String command, String when, OptionSpec option) {
    var line = new StringBuilder("complete -c ").append(command).append(" -n ").append(when);
    for (String name : option.names()) {
      boolean letter = name.length() == 2;
      line.append(letter ? " -s " : " -l ").append(name.substring(letter ? 1 : 2));
    }
    if (takesValue(option)) {
      List<String> words = words(option);
      line.append(words.isEmpty() ? " -r" : " -x -a " + fishQuoted(String.join(" ", words)));
    }
    return line.append(" -d ").append(fishQuoted(summary(option))).toString();
  }

  private static Map<String, CommandSpec> commands(CommandLine command) {
    var commands = new LinkedHashMap<String, CommandSpec>();
    command.getSubcommands().forEach((word, sub) -> commands.put(word, sub.getCommandSpec()));
    return commands;
  }

  private static Stream<OptionSpec> options(CommandSpec spec) {
    return spec.options().stream().filter(option -> !option.hidden());
  }

  private static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  /** The words of which an argument is one; none if it is a file or anything else. */
  private static List<String> words(ArgSpec argument) {
    return Stream.of(argument.converters())
        .filter(Words.class::isInstance)
        .flatMap(converter -> ((Words<?>) converter).words().stream())
        .toList();
  }

  private static List<String> operands(CommandSpec spec) {
    return spec.positionalParameters().stream().flatMap(p -> words(p).stream()).toList();
  }

  private static String summary(CommandSpec spec) {
    return clause(spec.usageMessage().description());
  }

  private static String summary(OptionSpec option) {
    return clause(option.description());
  }

  /** The first clause of a description. */
  private static String clause(String[] description) {
    String text = String.join(" ", description).replace("%%", "%").strip();
    return text.split("[.;:]( |$)", 2)[0];
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String fishQuoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
