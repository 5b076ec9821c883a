package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr.Run;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Which channels a value consists of: each is one of a value that some step computes.
 *
 * @param shuffled whether a shuffle was among the steps that brought them together
 */
record Channels(List<Channel> list, boolean shuffled) {
  Channels {
    list = List.copyOf(list);
  }

  record Channel(Value of, long index) {
    boolean precedes(Channel other) {
      return of.equals(other.of) && index + 1 == other.index;
    }
  }

  /** Neighbouring channels of a value. */
  record Range(Value of, long start, long count) {
    /** Whether it begins with the value's first channel. */
    boolean begins() {
      return start == 0;
    }

    /** Whether it ends with the value's last channel. */
    boolean ends() {
      return start + count == of.type().shape().dim(0);
    }
  }

  /** The value's own, in order. */
  static Channels of(Value value) {
    return new Channels(
        LongStream.range(0, value.type().shape().dim(0))
            .mapToObj(i -> new Channel(value, i))
            .toList(),
        false);
  }

  static Channels concatenated(List<Channels> parts) {
    return new Channels(
        parts.stream().flatMap(part -> part.list.stream()).toList(),
        parts.stream().anyMatch(Channels::shuffled));
  }

  Channels slice(long start, long count) {
    return new Channels(list.subList((int) start, (int) (start + count)), shuffled);
  }

  /** As {@link Kernel.ChannelShuffle} has it. */
  Channels shuffled(int groups) {
    int size = list.size() / groups;
    return new Channels(
        IntStream.range(0, list.size())
            .mapToObj(c -> list.get(c % groups * size + c / groups))
            .toList(),
        true);
  }

  /**
   * The order that takes the fewest copies: the channels of a value side by side, those of the
   * latest value at an end, so that what is left of that value can lie beyond it. Element i is the
   * index in {@link #list} of channel i.
   */
  List<Integer> sorted() {
    List<Integer> order =
        IntStream.range(0, list.size())
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer i) -> -list.get(i).of().id())
                    .thenComparingLong(i -> list.get(i).index()))
            .toList();
    Range first = ranges(order).getFirst();
    int latest = (int) first.count();
    return first.begins() && !first.ends()
        ? Stream.concat(order.stream().skip(latest), order.stream().limit(latest)).toList()
        : order;
  }

  /** The channels in that order, as ranges. */
  List<Range> ranges(List<Integer> order) {
    List<Range> ranges = new ArrayList<>();
    Channel last = null;
    for (int i : order) {
      Channel channel = list.get(i);
      if (last != null && last.precedes(channel)) {
        Range range = ranges.removeLast();
        ranges.add(new Range(range.of(), range.start(), range.count() + 1));
      } else {
        ranges.add(new Range(channel.of(), channel.index(), 1));
      }
      last = channel;
    }
    return ranges;
  }

  /** What the list is to whoever reads it in that order from {@code value}. */
  Channels in(Value value, List<Integer> order) {
    Channel[] channels = new Channel[list.size()];
    for (int i = 0; i < channels.length; i++) {
      channels[order.get(i)] = new Channel(value, i);
    }
    return new Channels(List.of(channels), true);
  }

  /** The numbers as few rising progressions. */
  static List<Run> runs(List<Integer> numbers) {
    List<Run> runs = new ArrayList<>();
    for (long number : numbers) {
      Run run = runs.isEmpty() ? null : runs.getLast();
      boolean follows =
          run != null
              && number > run.last()
              && (run.count() == 1 || number == run.first() + run.step() * run.count());
      if (follows) {
        long step = run.count() == 1 ? number - run.first() : run.step();
        runs.set(runs.size() - 1, new Run(run.first(), step, run.count() + 1));
      } else {
        runs.add(new Run(number, 1, 1));
      }
    }
    return runs;
  }
}
