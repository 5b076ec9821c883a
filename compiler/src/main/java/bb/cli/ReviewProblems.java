package bb.cli;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Suggest;
import bb.review.Change;
import bb.review.ChangeClass;
import bb.review.LockFile;
import bb.source.Span;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said about versions of networks and their locks. */
final class ReviewProblems {
  /** A longer list is read by nobody. */
  private static final int SHOWN = 20;

  private ReviewProblems() {}

  static Diagnostic noLock(String file) {
    return Diagnostic.general(Code.BB0730, "there is no lock `%s`".formatted(file))
        .help("write one: `bbc lock -o %s FILE…`".formatted(file));
  }

  static Diagnostic otherVersion(String file, String version) {
    Diagnostic problem =
        Diagnostic.general(
            Code.BB0731, "the lock `%s` is of version %s of the format".formatted(file, version));
    return version.equals("1")
        ? problem
            .note("an older bbc wrote it; since version 2 receptive fields are in locks")
            .help("write it again: `bbc lock -o %s FILE…`; what differs is new".formatted(file))
        : problem
            .note("this bbc reads version %d".formatted(LockFile.VERSION))
            .help(
                "use the bbc that wrote it, or write it again: `bbc lock -o %s FILE…`"
                    .formatted(file));
  }

  static Diagnostic malformedLock(String file, int line, String why) {
    return Diagnostic.general(
            Code.BB0732, "line %d of the lock `%s` cannot be understood".formatted(line, file))
        .note(why)
        .help(
            "locks are not edited by hand: write it again, `%s`, and read the difference"
                .formatted(Locks.command(file, List.of(), List.of())));
  }

  /**
   * @param command that writes the lock anew
   */
  static Diagnostic notLocked(Span span, String network, String lock, String command) {
    return Diagnostic.at(
            Code.BB0420, span, "`%s` is not in the lock `%s`".formatted(network, lock), "is new")
        .help("add it: `%s`".formatted(command));
  }

  static Diagnostic emptyLock(String lock) {
    return Diagnostic.general(Code.BB0420, "the lock `%s` has no network".formatted(lock))
        .note("`bbc lock` writes none without any")
        .help("write it again: `%s`".formatted(Locks.command(lock, List.of(), List.of())));
  }

  static Diagnostic networkGone(String network, String file, String lock, String command) {
    return Diagnostic.general(
            Code.BB0420,
            "`%s` of `%s` is in the lock `%s`, and nowhere else".formatted(network, file, lock))
        .help("if it is to be gone, write the lock again: `%s`".formatted(command));
  }

  static Diagnostic lockChanged(
      Span span, String network, String lock, List<Change> changes, String command) {
    return changes(
            Diagnostic.at(
                Code.BB0420,
                span,
                "`%s` is not what the lock `%s` says".formatted(network, lock),
                "has changed"),
            changes)
        .help("if this is meant, write the lock again: `%s`".formatted(command));
  }

  /**
   * @param changes those that fail, of whatever classes
   * @param renamed tensors that have another name
   */
  static Diagnostic breaking(
      Span span, String network, List<Change> changes, Map<String, String> renamed) {
    List<ChangeClass> kinds = changes.stream().map(Change::kind).distinct().sorted().toList();
    String meaning = kinds.stream().map(ChangeClass::meaning).collect(Collectors.joining("; "));
    Diagnostic problem =
        changes(
            Diagnostic.at(Code.BB0421, span, "`%s`: %s".formatted(network, meaning), "has changed"),
            changes);
    return kinds.contains(ChangeClass.WEIGHTS) && !renamed.isEmpty()
        ? problem.help(
            "write the new names down with `--renames map.txt`; old weights load with `--rename"
                + " map.txt`")
        : problem;
  }

  static Diagnostic gone(String network, String file, String reference) {
    return Diagnostic.general(
        Code.BB0421, "`%s` of `%s` is gone, which `%s` has".formatted(network, file, reference));
  }

  static Diagnostic closed(String network, String file, String reference) {
    return Diagnostic.general(
            Code.BB0421,
            "`%s` of `%s` needs arguments, without which `%s` has it"
                .formatted(network, file, reference))
        .help("give its new parameters values that leave it what it was: `width: int = 64`");
  }

  private static Diagnostic changes(Diagnostic problem, List<Change> changes) {
    Diagnostic all = problem;
    for (Change change : changes.stream().limit(SHOWN).toList()) {
      all = all.note(text(change));
    }
    return changes.size() > SHOWN ? all.note("and %d more".formatted(changes.size() - SHOWN)) : all;
  }

  /** {@code NUMERICS conv1: …}. */
  static String text(Change change) {
    return change.kind().name().toUpperCase(Locale.ROOT) + " " + change.text();
  }

  private static Diagnostic unknownReference(String reference) {
    return Diagnostic.general(
            Code.BB0733, "`%s` is no folder, no lock and no revision of git".formatted(reference))
        .note(
            "what to compare with is a folder, a lock as `bbc lock` writes it, or a revision such"
                + " as `main`");
  }

  static Diagnostic noRepository(String reference, String file) {
    return unknownReference(reference)
        .note("`%s` lies in no repository of git that the program `git` can read".formatted(file));
  }

  /** Files are of several repositories, and one of them has no such revision. */
  static Diagnostic unknownThere(String reference, String file, GitRepository repository) {
    return unknownReference(reference, repository.branches())
        .note("`%s` lies in another repository, `%s`".formatted(file, repository.top()))
        .help("compare the files of one repository at a time, each with a revision of its own");
  }

  static Diagnostic unknownReference(String reference, List<String> near) {
    Diagnostic problem = unknownReference(reference);
    return Suggest.nearest(reference, near)
        .map(found -> problem.help("did you mean `%s`?".formatted(found)))
        .orElse(problem);
  }

  /**
   * @param why the first of what is wrong with it
   */
  static Diagnostic notComparable(String file, String reference, Diagnostic why) {
    boolean isUnread = why.code() == Code.BB0701 || why.code() == Code.BB0702;
    String place = why.primary().map(l -> "line " + l.span().line() + ": ").orElse("");
    String reason =
        why.primary().filter(_ -> why.code() == Code.BB0213).map(l -> ": " + l.text()).orElse("");
    return Diagnostic.general(
            Code.BB0734,
            "`%s` of `%s` cannot be compared: it %s"
                .formatted(file, reference, isUnread ? "cannot be read" : "has errors"))
        .note(place + why.message() + reason);
  }

  static Diagnostic notThere(String file, String reference) {
    return Diagnostic.general(
            Code.BB0735, "there is no `%s` in `%s`, to compare with".formatted(file, reference))
        .note("nothing of what was given is there")
        .help("paths are those that were given when it was made: run both from the same folder");
  }

  static Diagnostic renamedSince(String revision, String file, String former) {
    Path path = Path.of(former);
    String folder = path.getParent() == null ? "" : " -C " + path.getParent();
    return renamed(file, former, revision)
        .help(
            "compare the two: `git%s show %s:./%s > before.bb`, then `bbc diff before.bb %s`"
                .formatted(folder, revision, path.getFileName(), file));
  }

  static Diagnostic renamedInLock(String lock, String file, String former) {
    return renamed(file, former, lock)
        .help(
            "if this is meant, write the lock again with all of its files: `%s`"
                .formatted(Locks.command(lock, List.of(), List.of())));
  }

  private static Diagnostic renamed(String file, String former, String reference) {
    return Diagnostic.general(
            Code.BB0735, "`%s` is `%s` in `%s`".formatted(file, former, reference))
        .note("files are compared with those of the same name");
  }

  static Diagnostic thereAlready(String folder, String file) {
    return Diagnostic.general(Code.BB0747, "`%s` is in `%s` already".formatted(file, folder))
        .note("`bbc init` replaces nothing, and has written nothing")
        .help("begin in a folder of its own, or write what is missing by hand: docs/ci.md has it");
  }
}
