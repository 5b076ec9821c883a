package com.acme.digits;

import bb.runtime.Image;
import bb.runtime.Options;
import bb.runtime.Prediction;
import bb.runtime.UserError;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;

/** The network of this JVM, which all tasks of an executor share. The first one loads it. */
final class Classifier {
  private static final Digits NETWORK = load();

  private Classifier() {}

  private static Digits load() {
    Digits network = Digits.load();
    network.warmUp();
    return network;
  }

  /** An answer for each picture, in order. Those that cannot be read take none of the others along. */
  static List<Answer> classify(List<byte[]> pictures) {
    try {
      return known(pictures);
    } catch (UserError error) {
      return pictures.size() == 1
          ? List.of(Answer.unreadable(error))
          : pictures.stream().map(picture -> classify(List.of(picture)).getFirst()).toList();
    }
  }

  private static List<Answer> known(List<byte[]> pictures) {
    List<Image> images = pictures.stream().map(Image::of).toList();
    List<Answer> answers = new ArrayList<>();
    for (List<Prediction> best : NETWORK.classifyAll(images, 1, options())) {
      answers.add(Answer.of(best.getFirst()));
    }
    return answers;
  }

  /** As many threads as Spark has counted for the task, so that tasks side by side keep to theirs. */
  private static Options options() {
    TaskContext task = TaskContext.get();
    return Options.DEFAULT.threads(task == null ? 1 : task.cpus());
  }
}
