package bb.importing.lift;

import bb.importing.lift.Meaning.Several;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Lists of tensors, which are made and taken apart before anything runs. */
final class Lists {
  /** The longest list that is made of one tensor. */
  private static final int MOST = 1 << 12;

  private Lists() {}

  static void register(Map<String, Translator> all) {
    all.put("SplitToSequence", node -> List.of(new Several(split(node))));
    all.put("SequenceConstruct", node -> List.of(new Several(given(node))));
    all.put("SequenceEmpty", _ -> List.of(new Several(List.of())));
    all.put("SequenceInsert", node -> List.of(new Several(inserted(node))));
    all.put("SequenceErase", node -> List.of(new Several(erased(node))));
    all.put("SequenceAt", Lists::at);
    all.put(
        "SequenceLength", node -> List.of(new Known(Const.scalar(Kind.INT, node.list(0).size()))));
    all.put("ConcatFromSequence", Lists::joined);
  }

  /** Parts of stated sizes; of equal ones, the last one smaller; or of one element each. */
  private static List<Value> split(Node node) {
    Value x = node.need(0);
    long stated = node.onnx().integer("axis", 0);
    long axis = stated < 0 ? stated + x.dims().size() : stated;
    long size = x.dims().get((int) axis);
    List<Long> sizes =
        node.known(1)
            .map(split ->
                split.rank() > 0 ? split.longs() : parts(node, size, split.longs().getFirst()))
            .orElseGet(() -> parts(node, size, 1));
    List<Value> parts =
        node.by("Split", Map.of("axis", axis), sizes.size(), List.of(x, known(sizes)));
    boolean dropped = node.value(1).isEmpty() && node.onnx().integer("keepdims", 1) == 0;
    return dropped ? parts.stream().map(part -> one(node, "Squeeze", part, axis)).toList() : parts;
  }

  private static List<Long> parts(Node node, long size, long each) {
    if (each < 1 || Math.ceilDiv(size, each) > MOST) {
      throw node.refuse("cuts an axis of %d into parts of %d".formatted(size, each));
    }
    return LongStream.range(0, Math.ceilDiv(size, each))
        .map(i -> Math.min(each, size - i * each))
        .boxed()
        .toList();
  }

  private static Value known(List<Long> numbers) {
    return new Known(Const.ints(numbers));
  }

  private static Value one(Node node, String operator, Value x, long axis) {
    return node.by(operator, Map.of(), 1, List.of(x, known(List.of(axis)))).getFirst();
  }

  private static List<Value> given(Node node) {
    return IntStream.range(0, node.count()).mapToObj(node::need).toList();
  }

  private static List<Value> at(Node node) {
    List<Value> list = node.list(0);
    return List.of(list.get(place(node, 1, list.size(), list.size() - 1)));
  }

  private static List<Value> inserted(Node node) {
    List<Value> list = new ArrayList<>(node.list(0));
    list.add(place(node, 2, list.size(), list.size()), node.need(1));
    return list;
  }

  private static List<Value> erased(Node node) {
    List<Value> list = new ArrayList<>(node.list(0));
    list.remove(place(node, 1, list.size(), list.size() - 1));
    return list;
  }

  /**
   * The place in a list that an input says, from the front or from the end; the last unless it
   * does.
   */
  private static int place(Node node, int input, int size, int last) {
    long stated = node.known(input).map(place -> place.longs().getFirst()).orElse((long) last);
    long place = stated < 0 ? stated + size : stated;
    if (place < 0 || place > last) {
      throw node.refuse("takes place %d of a list of %d".formatted(stated, size));
    }
    return (int) place;
  }

  private static List<Value> joined(Node node) {
    long axis = node.onnx().integer("axis", 0);
    boolean stacked = node.onnx().integer("new_axis", 0) != 0;
    List<Value> parts =
        stacked
            ? node.list(0).stream().map(part -> one(node, "Unsqueeze", part, axis)).toList()
            : node.list(0);
    return node.by("Concat", Map.of("axis", axis), 1, parts);
  }
}
