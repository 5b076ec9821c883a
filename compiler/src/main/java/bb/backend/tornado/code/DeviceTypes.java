package bb.backend.tornado.code;

import com.palantir.javapoet.ClassName;

/**
 * The runtime's classes that emitted code calls and that name TornadoVM's types. The compiler does
 * without those, and so knows these by their names.
 */
public final class DeviceTypes {
  private static final String HOME = "bb.runtime.tornado.device";

  /** The tasks of a network. */
  public static final ClassName STAGES = ClassName.get(HOME, "Stages");

  /** The device that they run on. */
  public static final ClassName TARGET = ClassName.get(HOME, "Target");

  /** What kernels share; emitted classes call its methods by their names alone. */
  public static final ClassName MATH = ClassName.get(HOME, "DeviceMath");

  /** The form that each kernel takes. */
  public static final ClassName CHOICES = ClassName.get(HOME, "Choices");

  /** The forms of a kernel. */
  public static final ClassName CANDIDATES = ClassName.get(HOME, "Candidates");

  /** The products of cuBLAS. */
  public static final ClassName LIBRARY_CALLS = ClassName.get(HOME, "LibraryCalls");

  private DeviceTypes() {}
}
