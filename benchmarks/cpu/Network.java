import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A network in one of the engines, with the input that it is measured on. */
interface Network {
  /** Computes the answer; what is measured. */
  void run() throws Exception;

  /** The outputs of the last {@link #run}, by name, each as one row of numbers. */
  Map<String, float[]> answer();

  /** How a network gets ready: everything that a program does once. */
  interface Loader {
    /**
     * @param folder where the inputs lie, a file for each
     * @param batch how many examples an input holds
     */
    Network load(Path folder, int batch, int threads) throws Exception;
  }

  /** What an input or output is called in a file name. */
  static Path file(Path folder, String name) throws IOException {
    return folder.resolve(name.replaceAll("\\W", "_") + ".f32");
  }
}
