package bb.runtime.io;

import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a pickle of plain values, as Python writes what a checkpoint holds. A pickle is a program
 * for a machine with a stack; this machine has the instructions that build numbers, strings, lists,
 * tuples and dictionaries, and no others. A name of Python's is nothing but a name here: what it
 * stands for is asked of {@link Names}, which knows a fixed list of them and refuses the rest. No
 * class is ever looked up, and nothing is called. (CPython's Lib/pickletools.py describes each
 * instruction.)
 */
final class Pickle {
  /** Bytes of a pickle: that of a checkpoint has a few hundred for each tensor. */
  static final int MAX_BYTES = 1 << 26;

  /** Values that are made or kept: a checkpoint has some sixty for each tensor. */
  private static final int MAX_VALUES = 1 << 23;

  /** The newest protocol, Python 3.8's. */
  private static final int NEWEST = 5;

  /** Python's {@code None}. */
  enum None {
    NONE
  }

  /** A tuple; unlike a list it does not change. */
  record Tuple(List<Object> items) {}

  /** A dictionary. Its keys are strings, numbers and truth values. */
  record Dictionary(Map<Object, Object> items) {}

  /** A list; it is never compared, as it may hold itself. */
  record Sequence(List<Object> items) {}

  /** What the names of a pickle stand for. */
  interface Names {
    /** What {@code module.name} stands for. */
    Object find(String module, String name) throws Refused;

    /** What calling it gives. */
    Object call(Object callee, List<Object> arguments) throws Refused;

    /** What lies outside of the pickle under this name. */
    Object outside(Object id) throws Refused;

    /** Gives a value a state of its own. */
    void build(Object value, Object state) throws Refused;
  }

  /** A pickle that is broken, or that has more than plain values; the message is a clause. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean harmful;

    /**
     * @param harmful whether it asks for what only a program can do
     */
    Refused(boolean harmful, String message) {
      super(message);
      this.harmful = harmful;
    }

    boolean isHarmful() {
      return harmful;
    }
  }

  private final ByteBuffer in;
  private final Names names;
  private final List<Object> stack = new ArrayList<>();
  private final List<Integer> marks = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();
  private int steps;

  private Pickle(Bytes file, Names names) {
    byte[] bytes = file.at(0, (int) file.size()).toArray(ValueLayout.JAVA_BYTE);
    this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.names = names;
  }

  /** The value of a pickle. */
  static Object read(Bytes file, Names names) throws Refused {
    if (file.size() > MAX_BYTES) {
      throw broken("it is larger than %,d bytes".formatted(MAX_BYTES));
    }
    return new Pickle(file, names).run();
  }

  private static Refused broken(String why) {
    return new Refused(false, why);
  }

  private Object run() throws Refused {
    while (true) {
      int code = u8();
      if (code == '.') {
        Object value = pop();
        if (!stack.isEmpty() || !marks.isEmpty()) {
          throw broken("it ends with values that belong to nothing");
        }
        return value;
      }
      step(code);
      if (++steps > MAX_VALUES) {
        throw broken("it has more than %,d values".formatted(MAX_VALUES));
      }
    }
  }

  private void step(int code) throws Refused {
    switch (code) {
      case 0x80 -> protocol();
      case 0x95 -> length(i64(), "a frame");
      case '(' -> marks.add(stack.size());
      case '0' -> pop();
      case '1' -> items();
      case 'N' -> push(None.NONE);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'J' -> push((long) i32());
      case 'K' -> push((long) u8());
      case 'M' -> push((long) u8() | (long) u8() << 8);
      case 0x8a -> push(number(u8()));
      case 'G' -> push(ByteBuffer.wrap(bytes(Double.BYTES)).getDouble());
      case 'X' -> push(text(length(Integer.toUnsignedLong(i32()), "a string")));
      case 0x8c -> push(text(u8()));
      case 0x8d -> push(text(length(i64(), "a string")));
      case ']' -> push(new Sequence(new ArrayList<>()));
      case 'a' -> append(List.of(pop()));
      case 'e' -> append(items());
      case ')' -> push(new Tuple(List.of()));
      case 't' -> push(new Tuple(items()));
      case 0x85 -> push(new Tuple(List.of(pop())));
      case 0x86 -> push(tuple(2));
      case 0x87 -> push(tuple(3));
      case '}' -> push(new Dictionary(new LinkedHashMap<>()));
      case 's' -> put(tuple(2).items());
      case 'u' -> put(items());
      case 'q' -> memo.put((long) u8(), peek());
      case 'r' -> memo.put(Integer.toUnsignedLong(i32()), peek());
      case 0x94 -> memo.put((long) memo.size(), peek());
      case 'h' -> push(remembered(u8()));
      case 'j' -> push(remembered(Integer.toUnsignedLong(i32())));
      case 'c' -> push(names.find(line(), line()));
      case 0x93 -> {
        Tuple name = tuple(2);
        if (!(name.items().get(0) instanceof String module)
            || !(name.items().get(1) instanceof String member)) {
          throw broken("a name in it is no text");
        }
        push(names.find(module, member));
      }
      case 'R' -> {
        Tuple call = tuple(2);
        if (!(call.items().get(1) instanceof Tuple arguments)) {
          throw broken("the arguments of a call are no tuple");
        }
        push(names.call(call.items().get(0), arguments.items()));
      }
      case 'b' -> {
        Object state = pop();
        names.build(peek(), state);
      }
      case 'Q' -> push(names.outside(pop()));
      default -> throw refused(code);
    }
  }

  /** Instructions that only make sense where there is Python, and what is no instruction. */
  private static Refused refused(int code) {
    String name =
        switch (code) {
          case 'i' -> "INST";
          case 'o' -> "OBJ";
          case 0x81 -> "NEWOBJ";
          case 0x92 -> "NEWOBJ_EX";
          case 0x82, 0x83, 0x84 -> "EXT";
          case 'P' -> "PERSID";
          case 0x97, 0x98 -> "NEXT_BUFFER";
          default -> "";
        };
    return name.isEmpty()
        ? broken("0x%02x is no instruction that a checkpoint has".formatted(code))
        : new Refused(true, "it makes an object of Python's (`%s`)".formatted(name));
  }

  private void protocol() throws Refused {
    int protocol = u8();
    if (protocol > NEWEST) {
      throw broken("it is of protocol %d, and the newest is %d".formatted(protocol, NEWEST));
    }
  }

  // ---- the stack

  private void push(Object value) {
    stack.add(value);
  }

  private Object peek() throws Refused {
    int bottom = marks.isEmpty() ? 0 : marks.getLast();
    if (stack.size() <= bottom) {
      throw broken("a value is missing");
    }
    return stack.getLast();
  }

  private Object pop() throws Refused {
    Object value = peek();
    stack.removeLast();
    return value;
  }

  private Tuple tuple(int count) throws Refused {
    Object[] items = new Object[count];
    for (int i = count - 1; i >= 0; i--) {
      items[i] = pop();
    }
    return new Tuple(List.of(items));
  }

  /** What was pushed since the last mark. */
  private List<Object> items() throws Refused {
    if (marks.isEmpty()) {
      throw broken("a mark is missing");
    }
    List<Object> above = stack.subList(marks.removeLast(), stack.size());
    List<Object> items = Collections.unmodifiableList(new ArrayList<>(above));
    above.clear();
    return items;
  }

  private void append(List<Object> items) throws Refused {
    if (!(peek() instanceof Sequence(var list))) {
      throw broken("something is appended to what is no list");
    }
    list.addAll(items);
  }

  private void put(List<Object> items) throws Refused {
    if (!(peek() instanceof Dictionary(var map)) || items.size() % 2 != 0) {
      throw broken("something is put into what is no dictionary");
    }
    for (int i = 0; i < items.size(); i += 2) {
      Object key = items.get(i);
      if (!(key instanceof String || key instanceof Long || key instanceof Boolean)) {
        throw broken("a key of a dictionary is neither a text nor a number");
      }
      map.put(key, items.get(i + 1));
    }
  }

  private Object remembered(long index) throws Refused {
    Object value = memo.get(index);
    if (value == null) {
      throw broken("a value that it refers to is missing");
    }
    return value;
  }

  // ---- bytes

  private void require(int count) throws Refused {
    if (in.remaining() < count) {
      throw broken("it is cut short");
    }
  }

  private int u8() throws Refused {
    require(1);
    return Byte.toUnsignedInt(in.get());
  }

  private int i32() throws Refused {
    require(Integer.BYTES);
    return in.getInt();
  }

  private long i64() throws Refused {
    require(Long.BYTES);
    return in.getLong();
  }

  /** A length that the rest of the pickle has. */
  private int length(long length, String what) throws Refused {
    if (length < 0 || length > in.remaining()) {
      throw broken("%s in it is longer than the rest".formatted(what));
    }
    return (int) length;
  }

  private byte[] bytes(int count) throws Refused {
    require(count);
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private long number(int length) throws Refused {
    if (length > Long.BYTES) {
      throw broken("a number in it is too large");
    }
    byte[] bytes = bytes(length);
    long value = length > 0 && bytes[length - 1] < 0 ? -1 : 0;
    for (int i = length - 1; i >= 0; i--) {
      value = value << 8 | Byte.toUnsignedLong(bytes[i]);
    }
    return value;
  }

  private String text(int length) throws Refused {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(length))).toString();
    } catch (CharacterCodingException e) {
      throw broken("a string in it is not UTF-8 text");
    }
  }

  /** Text up to the end of a line, as names are written. */
  private String line() throws Refused {
    int start = in.position();
    while (u8() != '\n') {
      if (in.position() - start > 1_000) {
        throw broken("a name in it is too long");
      }
    }
    int length = in.position() - start - 1;
    in.position(start);
    String line = text(length);
    u8();
    return line;
  }
}
