package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo.Rename;
import bb.runtime.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rules for names as they are given to a command, {@code gamma=weight} or a file of such lines, or
 * by a program.
 */
public final class RenameRules {
  /** Bytes of a file of rules. */
  private static final int MAX_BYTES = 1 << 20;

  private RenameRules() {}

  /** Whether an argument names a file, and is no rule itself. */
  public static boolean isFile(String argument) {
    return argument.indexOf('=') < 0;
  }

  /**
   * Reads an argument.
   *
   * @throws UserError if a rule makes no sense, or a file of them cannot be read
   */
  public static List<Rename> read(String argument) {
    if (!isFile(argument)) {
      return List.of(rule(argument, "`" + argument + "`"));
    }
    Bytes file = UserFiles.open(UserFiles.path(argument));
    if (file.size() > MAX_BYTES) {
      throw fault("`" + argument + "`", Message.of("it has more than %,d bytes", MAX_BYTES));
    }
    byte[] bytes = file.at(0, (int) file.size()).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    List<Rename> rules = new ArrayList<>();
    int number = 0;
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      String text = line.replaceFirst("#.*", "").strip();
      if (!text.isEmpty()) {
        rules.add(rule(text, Message.of("line %d of `%s`", number, argument)));
      }
    }
    return rules;
  }

  private static Rename rule(String text, String place) {
    int equals = text.indexOf('=');
    if (equals < 0) {
      throw fault(place, "there is no `=` in it");
    }
    Rename rule = new Rename(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
    Optional<String> fault = CheckpointNames.fault(rule);
    if (fault.isPresent()) {
      throw fault(place, fault.get());
    }
    return rule;
  }

  /**
   * A rule of a program's.
   *
   * @throws UserError if it makes no sense
   */
  public static Rename of(String from, String to) {
    Rename rule = new Rename(from, to);
    Optional<String> fault = CheckpointNames.fault(rule);
    if (fault.isPresent()) {
      throw unchanged(Message.of("`rename(\"%s\", \"%s\")`", from, to), fault.get())
          .help("say what a file has and what the network has: `rename(\"gamma\", \"weight\")`")
          .help("or a whole name with stars: `rename(\"encoder.*\", \"bert.encoder.*\")`");
    }
    return rule;
  }

  private static UserError fault(String place, String why) {
    return unchanged(place, why)
        .help("write what a file has, `=` and what the network has: `--rename gamma=weight`")
        .help("or a whole name with stars: `--rename 'encoder.*=bert.encoder.*'`");
  }

  private static UserError unchanged(String rule, String why) {
    return new UserError(ErrorCode.BB0673, rule + " renames no tensor: " + why);
  }
}
