package bb.maven;

import java.io.File;

/** A network to compile: {@code <network>} in the configuration. */
public final class Network {
  /** The file it is in, below the folder of sources. */
  String file;

  /**
   * Its name, or with arguments, as {@code --network} has it; may be missing if the file has one
   * only.
   */
  String network;

  /** Weights to put into the jar. */
  File weights;

  /** The package of its class; else one named after it. */
  String home;

  /** What {@code bbc compile} is told besides. */
  String[] options = {};

  /** The package of its class; else one named after it. */
  public void setPackage(String name) {
    home = name;
  }

  /** The file it is in, below the folder of sources. */
  public void setFile(String name) {
    file = name;
  }

  /** Its name, or with arguments; may be missing if the file has one only. */
  public void setNetwork(String name) {
    network = name;
  }

  /** Weights to put into the jar. */
  public void setWeights(File path) {
    weights = path;
  }

  /** What {@code bbc compile} is told besides. */
  public void setOptions(String[] words) {
    options = words.clone();
  }
}
