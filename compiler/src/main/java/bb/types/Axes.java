package bb.types;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which axis of a tensor holds its channels, or features: what tells an image from windows of
 * tokens, whose shapes look alike. Up to two axes it is always the last; from three on it is what
 * the layers before have made of it. Only the front end asks: a program's kernels are told their
 * axes.
 */
public enum Axes {
  /** The first: {@code [channels, height, width]}. */
  FIRST,

  /** The last: {@code [..., tokens, features]}. */
  LAST,

  /** Three axes or more of which nothing has said it. */
  UNSAID;

  /** That of tensors which are combined: that of those which say it, if they agree. */
  public static Axes common(Collection<Axes> all) {
    Set<Axes> said = EnumSet.noneOf(Axes.class);
    said.addAll(all);
    said.remove(UNSAID);
    return said.size() == 1 ? said.iterator().next() : UNSAID;
  }
}
