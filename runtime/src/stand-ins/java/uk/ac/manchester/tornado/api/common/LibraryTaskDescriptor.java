package uk.ac.manchester.tornado.api.common;

/**
 * A call of a vendor's library. What the stand-ins of libraries return also is a {@code Runnable},
 * which computes the same in Java.
 */
public class LibraryTaskDescriptor {
  private Object tuning;

  public LibraryTaskDescriptor() {}

  public LibraryTaskDescriptor withTuning(Object options) {
    tuning = options;
    return this;
  }

  public Object getTuning() {
    return tuning;
  }
}
