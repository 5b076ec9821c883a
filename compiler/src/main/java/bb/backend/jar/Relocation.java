package bb.backend.jar;

import bb.backend.JavaPackage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Moves the runtime and its libraries below a model's package: {@code bb.runtime.Model} becomes
 * {@code com.acme.vision.runtime.Model}, in the names of files and in whatever class names it.
 *
 * <p>A class file names other classes in the texts of its constant pool only (JVMS 4.4.7), as
 * {@code bb/runtime/Model} or within descriptors and signatures as {@code Lbb/runtime/Model;}, so
 * the rest of it is copied as it is: code, stack maps, debug information. What a program calls a
 * string stays what it is, also where it looks like a name, for it may be a user's.
 */
record Relocation(JavaPackage home) {
  private static final int UTF8 = 1;
  private static final int STRING = 8;
  private static final int MAX_ENTRIES = 0xFFFF;

  /** What follows the name of a class in a descriptor or signature. */
  private static final String END_OF_NAME = ";<";

  /** Where a file of a library lies in the jar. */
  String path(String path) {
    Library library =
        Library.ALL.stream().filter(l -> path.startsWith(l.folder())).findFirst().orElseThrow();
    return target(library) + path.substring(library.folder().length());
  }

  private String target(Library library) {
    return home.folder() + library.home();
  }

  /** A name, descriptor or signature after the move. */
  private String moved(String text) {
    String result = text;
    for (Library library : Library.ALL) {
      result = moved(result, library);
    }
    return result;
  }

  private String moved(String text, Library library) {
    String from = library.folder();
    int at = text.indexOf(from);
    if (at < 0) {
      return text;
    }
    String to = target(library);
    StringBuilder result = new StringBuilder();
    int copied = 0;
    for (; at >= 0; at = text.indexOf(from, at + 1)) {
      if (at == 0 || text.charAt(at - 1) == 'L') {
        result.append(text, copied, at).append(to);
        copied = at + from.length();
      }
    }
    return result.append(text, copied, text.length()).toString();
  }

  /** The classes of libraries that a class names, as paths without an ending. */
  static Set<String> named(byte[] classFile) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    in.readLong(); // magic number and version
    Set<String> names = new HashSet<>();
    for (Constant constant : constants(in)) {
      if (constant instanceof Constant.Text(var text)) {
        Library.ALL.forEach(library -> addNames(text, library.folder(), names));
      }
    }
    return names;
  }

  private static void addNames(String text, String folder, Set<String> names) {
    for (int at = text.indexOf(folder); at >= 0; at = text.indexOf(folder, at + 1)) {
      int end = at;
      while (end < text.length() && END_OF_NAME.indexOf(text.charAt(end)) < 0) {
        end++;
      }
      names.add(text.substring(at, end));
    }
  }

  /** The class after the move. */
  byte[] move(byte[] classFile) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length * 2);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(in.readLong()); // magic number and version
    List<Constant> constants = constants(in);
    List<Constant> moved = moved(constants);
    out.writeShort(moved.size());
    for (Constant constant : moved) {
      constant.writeTo(out);
    }
    in.transferTo(out);
    return bytes.toByteArray();
  }

  /** A string whose text is also a name keeps it, as an entry of its own behind all others. */
  private List<Constant> moved(List<Constant> constants) {
    List<Constant> result = new ArrayList<>(constants);
    for (int i = 0; i < constants.size(); i++) {
      Constant constant = constants.get(i);
      if (constant instanceof Constant.Text(var text)) {
        result.set(i, new Constant.Text(moved(text)));
      } else if (constant instanceof Constant.Literal(int index)
          && constants.get(index) instanceof Constant.Text(var text)
          && !moved(text).equals(text)) {
        result.set(i, new Constant.Literal(result.size()));
        result.add(new Constant.Text(text));
      }
    }
    if (result.size() > MAX_ENTRIES) {
      throw new IllegalStateException("a class with too many constants");
    }
    return result;
  }

  private static List<Constant> constants(DataInputStream in) throws IOException {
    int size = in.readUnsignedShort();
    List<Constant> constants = new ArrayList<>(size);
    constants.add(new Constant.Nothing());
    while (constants.size() < size) {
      Constant constant = constant(in);
      constants.add(constant);
      if (constant instanceof Constant.Other(int tag, _) && (tag == 5 || tag == 6)) {
        constants.add(new Constant.Nothing());
      }
    }
    return constants;
  }

  private static Constant constant(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case UTF8 -> new Constant.Text(in.readUTF());
      case STRING -> new Constant.Literal(in.readUnsignedShort());
      case 5, 6 -> new Constant.Other(tag, in.readNBytes(8)); // long, double
      case 3, 4, 9, 10, 11, 12, 17, 18 -> new Constant.Other(tag, in.readNBytes(4));
      case 7, 16, 19, 20 -> new Constant.Other(tag, in.readNBytes(2));
      case 15 -> new Constant.Other(tag, in.readNBytes(3)); // method handle
      default -> throw new IllegalStateException("constant of kind " + tag);
    };
  }

  /** An entry of a constant pool. */
  private sealed interface Constant {
    void writeTo(DataOutputStream out) throws IOException;

    record Text(String text) implements Constant {
      @Override
      public void writeTo(DataOutputStream out) throws IOException {
        out.writeByte(UTF8);
        out.writeUTF(text);
      }
    }

    /**
     * A string of the program.
     *
     * @param text the index of its text
     */
    record Literal(int text) implements Constant {
      @Override
      public void writeTo(DataOutputStream out) throws IOException {
        out.writeByte(STRING);
        out.writeShort(text);
      }
    }

    /** What holds numbers and references by index. */
    record Other(int tag, byte[] rest) implements Constant {
      @Override
      public void writeTo(DataOutputStream out) throws IOException {
        out.writeByte(tag);
        out.write(rest);
      }
    }

    /** Entry 0, and the second half of a long or a double. */
    record Nothing() implements Constant {
      @Override
      public void writeTo(DataOutputStream out) {}
    }
  }
}
