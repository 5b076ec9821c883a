package bb.runtime.io;

import bb.runtime.io.Pickle.Dictionary;
import bb.runtime.io.Pickle.Refused;
import bb.runtime.io.Pickle.Sequence;
import bb.runtime.io.Pickle.Tuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names that the pickle of a state dictionary may have, all of them: an ordered dictionary, how
 * PyTorch puts a tensor together, and the types of numbers. Whatever else it names is refused.
 */
final class TorchNames implements Pickle.Names {
  /** Dimensions of a tensor; PyTorch's own limit. */
  private static final int MAX_DIMENSIONS = 64;

  /** What a name stands for. */
  private enum Known {
    ORDERED_DICTIONARY,
    SIZE,
    TENSOR,
    TENSOR_OF_TYPE,
    PARAMETER
  }

  private static final Map<String, Known> FUNCTIONS =
      Map.of(
          "collections.OrderedDict", Known.ORDERED_DICTIONARY,
          "torch.Size", Known.SIZE,
          "torch._utils._rebuild_tensor_v2", Known.TENSOR,
          "torch._utils._rebuild_tensor_v3", Known.TENSOR_OF_TYPE,
          "torch._utils._rebuild_parameter", Known.PARAMETER);

  /** Tensors that are more than numbers and a shape. */
  private static final Map<String, String> KINDS =
      Map.of(
          "torch._utils._rebuild_qtensor", "quantized",
          "torch._utils._rebuild_sparse_tensor", "sparse",
          "torch._utils._rebuild_nested_tensor", "nested");

  /** Where the type stands among the arguments of a tensor that has it beside its storage. */
  private static final int TYPE = 6;

  private static final Map<String, ElementType> STORAGES =
      Map.of(
          "torch.DoubleStorage", ElementType.F64,
          "torch.FloatStorage", ElementType.F32,
          "torch.HalfStorage", ElementType.F16,
          "torch.BFloat16Storage", ElementType.BF16,
          "torch.LongStorage", ElementType.I64,
          "torch.IntStorage", ElementType.I32,
          "torch.ShortStorage", ElementType.I16,
          "torch.CharStorage", ElementType.I8,
          "torch.ByteStorage", ElementType.U8,
          "torch.BoolStorage", ElementType.BOOL);

  /** A type that cannot be read, which is said once it is known of which tensor. */
  private record OtherType(String type) {}

  /** Numbers outside of the pickle. */
  private record Storage(ElementType type, ZipArchive.Entry entry) {}

  /** A tensor whose numbers cannot be read, and why, as a clause. */
  record Unreadable(String why) {}

  private final Bytes file;
  private final Map<String, ZipArchive.Entry> entries;
  private final String folder;

  /**
   * @param folder what stands before the names of all entries
   */
  TorchNames(Bytes file, Map<String, ZipArchive.Entry> entries, String folder) {
    this.file = file;
    this.entries = entries;
    this.folder = folder;
  }

  @Override
  public Object find(String module, String name) throws Refused {
    String whole = module + "." + name;
    Object found = FUNCTIONS.get(whole);
    if (found == null) {
      found = STORAGES.get(whole);
    }
    if (found == null && isOther(module, name)) {
      found = new OtherType(name);
    }
    if (KINDS.containsKey(whole)) {
      throw new Refused(false, "it has a %s tensor".formatted(KINDS.get(whole)));
    }
    if (found == null) {
      throw new Refused(
          true, "it asks for `" + whole + "`, which is no part of a state dictionary");
    }
    return found;
  }

  /** {@code ComplexFloatStorage}, {@code float8_e4m3fn}. */
  private static boolean isOther(String module, String name) {
    return module.equals("torch")
            && name.matches("[A-Za-z0-9]{1,40}Storage|b?[a-z]{3,7}[0-9]{1,3}(_[a-z0-9]{1,20})?")
        || module.equals("torch.storage") && name.equals("UntypedStorage");
  }

  @Override
  public Object call(Object callee, List<Object> arguments) throws Refused {
    Object first = arguments.isEmpty() ? Pickle.None.NONE : arguments.getFirst();
    if (callee == Known.ORDERED_DICTIONARY && arguments.isEmpty()) {
      return new Dictionary(new LinkedHashMap<>());
    }
    if (callee == Known.ORDERED_DICTIONARY && first instanceof Sequence pairs) {
      return dictionary(pairs);
    }
    if (callee == Known.SIZE && first instanceof Tuple) {
      return first;
    }
    if (callee == Known.TENSOR && arguments.size() >= 4) {
      return tensor(arguments);
    }
    if (callee == Known.TENSOR_OF_TYPE
        && arguments.size() > TYPE
        && arguments.get(TYPE) instanceof OtherType(var type)) {
      return new Unreadable("it is of type `" + type + "`");
    }
    if (callee == Known.PARAMETER
        && (first instanceof StoredTensor || first instanceof Unreadable)) {
      return first;
    }
    throw new Refused(false, "a call in it has other arguments than PyTorch writes");
  }

  private static Dictionary dictionary(Sequence pairs) throws Refused {
    Map<Object, Object> items = new LinkedHashMap<>();
    for (Object pair : pairs.items()) {
      if (!(pair instanceof Tuple(var both))
          || both.size() != 2
          || !(both.getFirst() instanceof String key)) {
        throw new Refused(false, "a dictionary in it is made of what is no pair");
      }
      items.put(key, both.getLast());
    }
    return new Dictionary(items);
  }

  /** {@code ("storage", type, key, device, count)}, the only form that PyTorch writes. */
  @Override
  public Object outside(Object id) throws Refused {
    if (!(id instanceof Tuple(var parts))
        || parts.size() != 5
        || !"storage".equals(parts.get(0))
        || !(parts.get(2) instanceof String key)
        || !(parts.get(4) instanceof Long count)) {
      throw new Refused(true, "it refers to something outside that is no storage of numbers");
    }
    if (parts.get(1) instanceof OtherType other) {
      return other;
    }
    if (!(parts.get(1) instanceof ElementType type)) {
      throw new Refused(true, "it refers to something outside that is no storage of numbers");
    }
    ZipArchive.Entry entry = entries.get(folder + "data/" + key);
    if (entry == null) {
      throw new Refused(false, "its storage `" + key + "` is missing");
    }
    TorchFile.requireUnpacked(entry);
    if (count < 0 || count > entry.size() / type.bytes()) {
      throw new Refused(
          false,
          Message.of(
              "its storage `%s` has %,d bytes, too few for %,d numbers of type %s",
              key, entry.size(), count, type));
    }
    return new Storage(
        type, new ZipArchive.Entry(entry.name(), entry.begin(), count * type.bytes(), false));
  }

  /** {@code (storage, offset, size, stride, …)}. */
  private Object tensor(List<Object> arguments) throws Refused {
    if (arguments.get(0) instanceof OtherType(var type)) {
      return new Unreadable("it is of type `" + type + "`");
    }
    if (!(arguments.get(0) instanceof Storage storage)
        || !(arguments.get(1) instanceof Long offset)) {
      throw new Refused(false, "a tensor in it is made of what is no storage");
    }
    List<Long> shape = counts(arguments.get(2));
    List<Long> strides = counts(arguments.get(3));
    if (shape.size() != strides.size() || shape.size() > MAX_DIMENSIONS) {
      throw new Refused(false, "a tensor in it has no shape");
    }
    long numbers = storage.entry.size() / storage.type.bytes();
    if (!fits(offset, shape, strides, numbers)) {
      throw new Refused(
          false,
          Message.of(
              "a tensor in it, %s with strides %s from %,d on, reaches out of its storage of %,d"
                  + " numbers",
              shape, strides, offset, numbers));
    }
    return new StoredTensor(
        storage.type,
        shape.stream().map(Long::intValue).toList(),
        file,
        storage.entry.begin() + offset * storage.type.bytes(),
        strides);
  }

  /** Whether all of a tensor lies in its storage, and its numbers can be counted. */
  private static boolean fits(long offset, List<Long> shape, List<Long> strides, long numbers) {
    if (offset < 0 || offset > numbers) {
      return false;
    }
    long last = offset;
    long count = 1;
    for (int axis = 0; axis < shape.size(); axis++) {
      long dim = shape.get(axis);
      if (dim > Integer.MAX_VALUE || dim > 0 && count > (Long.MAX_VALUE >> 4) / dim) {
        return false;
      }
      count *= dim;
    }
    for (int axis = 0; axis < shape.size() && count > 0; axis++) {
      long steps = shape.get(axis) - 1;
      if (steps > 0 && strides.get(axis) > (numbers - last) / steps) {
        return false;
      }
      last += steps * strides.get(axis);
    }
    return count == 0 || last < numbers;
  }

  private static List<Long> counts(Object value) throws Refused {
    List<Long> counts = new ArrayList<>();
    if (value instanceof Tuple(var items) && items.size() <= MAX_DIMENSIONS) {
      for (Object item : items) {
        if (!(item instanceof Long count) || count < 0) {
          throw new Refused(false, "a tensor in it has a size or a stride that is no count");
        }
        counts.add(count);
      }
      return counts;
    }
    throw new Refused(false, "a tensor in it has no shape");
  }

  /** State that an ordered dictionary carries along, such as the versions of its modules. */
  @Override
  public void build(Object value, Object state) throws Refused {
    if (!(value instanceof Dictionary) || !(state instanceof Dictionary)) {
      throw new Refused(true, "it gives a state to an object of Python's");
    }
  }

  /** The tensors of a value that is a dictionary of nothing but these and plain values. */
  static Optional<Map<String, Object>> tensors(Object value) {
    if (!(value instanceof Dictionary(var items))) {
      return Optional.empty();
    }
    Map<String, Object> tensors = new LinkedHashMap<>();
    items.forEach((key, item) -> {
      if (key instanceof String name
          && (item instanceof StoredTensor || item instanceof Unreadable)) {
        tensors.put(name, item);
      }
    });
    return tensors.isEmpty() ? Optional.empty() : Optional.of(tensors);
  }
}
