package com.acme.digits;

import bb.runtime.Image;
import bb.runtime.Options;
import bb.runtime.UserError;
import java.util.List;
import org.apache.spark.TaskContext;

/** The network of this JVM, which all tasks of an executor share. The first one loads it. */
final class Classifier {
  private static Classifier shared;

  private final Digits network;

  private Classifier(Digits network) {
    this.network = network;
  }

  /**
   * Where loading fails, the task does, with the reason: as an exception and not as an error, which
   * ends executors.
   */
  static synchronized Classifier shared() {
    if (shared == null) {
      Digits network = Digits.load();
      network.warmUp();
      shared = new Classifier(network);
    }
    return shared;
  }

  /**
   * An answer for each picture, in order. Those that cannot be read take none of the others along.
   */
  List<Answer> classify(List<byte[]> pictures) {
    try {
      return pictures.contains(null) ? each(pictures) : together(pictures);
    } catch (UserError error) {
      return each(pictures);
    }
  }

  /** The answer for a picture, or for none. */
  Answer classify(byte[] picture) {
    if (picture == null) {
      return Answer.none("no picture");
    }
    try {
      return together(List.of(picture)).getFirst();
    } catch (UserError error) {
      return Answer.none(error.code() + ": " + error.getMessage());
    }
  }

  private List<Answer> each(List<byte[]> pictures) {
    return pictures.stream().map(this::classify).toList();
  }

  private List<Answer> together(List<byte[]> pictures) {
    List<Image> images = pictures.stream().map(Image::of).toList();
    return network.classifyAll(images, 1, options()).stream()
        .map(best -> Answer.of(best.getFirst()))
        .toList();
  }

  /**
   * As many threads as Spark has counted for the task, so that tasks side by side keep to theirs.
   */
  private static Options options() {
    TaskContext task = TaskContext.get();
    return Options.DEFAULT.threads(task == null ? 1 : task.cpus());
  }
}
