package bb.runtime.cli;

import bb.runtime.ModelInfo.Checkpoint;
import bb.runtime.ModelInfo.Rename;
import bb.runtime.WeightSource;
import bb.runtime.io.RenameRules;
import bb.runtime.io.RuledWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** How names in a weight file become the network's, for all commands that read one. */
public final class NameOptions {
  @Option(
      names = "--rename",
      paramLabel = "FROM=TO",
      description = {
        "Change names of the weight file: gamma=weight, or whole ones, a.*=b.*;",
        "or a text file with one of these in each line."
      })
  private List<String> renames = new ArrayList<>();

  @Option(
      names = "--ignore",
      paramLabel = "PATTERN",
      description = "Names in the weight file that may be left over; * is any text.")
  private List<String> ignored = new ArrayList<>();

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "What stands before the names in the weight file, such as module.")
  private List<String> prefixes = new ArrayList<>();

  /**
   * The same weights, whose names change by these rules first.
   *
   * @throws bb.runtime.UserError if a rule makes no sense
   */
  public WeightSource apply(WeightSource weights) {
    List<Rename> read = renames.stream().flatMap(text -> RenameRules.read(text).stream()).toList();
    Checkpoint own = new Checkpoint(prefixes, ignored, read);
    return own.equals(Checkpoint.NONE) ? weights : RuledWeights.of(weights, own);
  }

  /** The files of rules that are read. */
  public List<String> files() {
    return renames.stream().filter(RenameRules::isFile).toList();
  }

  /** Whether none is given. */
  public boolean isEmpty() {
    return Stream.of(renames, ignored, prefixes).allMatch(List::isEmpty);
  }
}
