package bb.backend.tornado.code;

import java.util.List;

/**
 * An array that a kernel takes.
 *
 * @param exact whether it is of 32-bit floats at any precision: what the caller gives and gets, and
 *     whole numbers, which a half cannot hold
 */
public record Param(String name, boolean exact) {
  /** One array in, one out. */
  public static final List<Param> IN_OUT = List.of(of("x0"), of("y"));

  public static Param of(String name) {
    return new Param(name, false);
  }

  static Param exact(String name) {
    return new Param(name, true);
  }
}
