package bb.cli;

import java.util.List;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Function;

/** Work that all processors share. */
final class Processors {
  private Processors() {}

  /**
   * What a function makes of each item, in their order. Whatever processor is free takes the next
   * item: files and networks are of very different sizes, and parts that are cut beforehand are not
   * done at the same time.
   */
  static <A, B> List<B> each(List<A> items, Function<A, B> function) {
    List<ForkJoinTask<B>> tasks =
        items.stream().map(item -> ForkJoinTask.adapt(() -> function.apply(item))).toList();
    ForkJoinTask.invokeAll(tasks);
    return tasks.stream().map(ForkJoinTask::join).toList();
  }
}
