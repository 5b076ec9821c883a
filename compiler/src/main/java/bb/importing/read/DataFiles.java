package bb.importing.read;

import java.nio.ByteBuffer;

/** What opens the files beside a model that hold its weights. */
@FunctionalInterface
public interface DataFiles {
  /**
   * The bytes of a file in the model's folder.
   *
   * @param location its path from there, which leads nowhere else
   * @param offset where they begin
   * @param length how many, or -1 for all that follow
   * @throws Refusal if there is no such file, or it is shorter
   */
  ByteBuffer open(String location, long offset, long length);
}
