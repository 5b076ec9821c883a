package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Approved;
import bb.runtime.UserError;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/**
 * PyTorch files that somebody made to run something, to take memory, or to read where nothing is.
 * Each is an error that says what it asks for; nothing is run, and no more memory is taken than a
 * file of its size may.
 */
final class HostilePickleTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What a file may allocate beside what its size allows. */
  private static final long BASE = 16_000_000;

  private static final long PER_BYTE = 400;

  private static PickleBytes pickle() {
    return new PickleBytes().protocol(2);
  }

  /** {@code {"w": …}}, of which the value is to be written. */
  private static PickleBytes dictionary() {
    return pickle().op("}").text("w");
  }

  private static PickleBytes call(String module, String name, String argument) {
    return dictionary().global(module, name).op("(").text(argument).op("tRs.");
  }

  private static byte[] tensor(int count, int offset, int[] sizes, int[] strides) {
    return dictionary().tensor(count, offset, sizes, strides).op("s.").file();
  }

  /** Those that want something run, or an object of a class of their choice. */
  private static Map<String, byte[]> programs() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("os.system by REDUCE", call("os", "system", "touch bb-was-here").file());
    files.put("posix.system", call("posix", "system", "touch bb-was-here").file());
    files.put("nt.system", call("nt", "system", "calc").file());
    files.put("builtins.eval", call("builtins", "eval", "1 + 1").file());
    files.put("builtins.exec", call("builtins", "exec", "import os").file());
    files.put("__builtin__.getattr", call("__builtin__", "getattr", "x").file());
    files.put("subprocess.Popen", call("subprocess", "Popen", "ls").file());
    files.put("runpy", call("runpy", "_run_code", "ls").file());
    files.put("torch.load inside", call("torch", "load", "other.pth").file());
    files.put("torch.hub", call("torch.hub", "load", "a/b").file());
    files.put("numpy's loader", call("numpy.core.multiarray", "_reconstruct", "x").file());
    files.put("codecs", call("_codecs", "encode", "x").file());
    files.put("a class of Java", call("java.lang.Runtime", "getRuntime", "x").file());
    files.put("operator.attrgetter", call("operator", "attrgetter", "system").file());
    files.put(
        "STACK_GLOBAL",
        dictionary().text("os").text("system").op("\u0093").text("ls").op("\u0085Rs.").file());
    files.put(
        "a dotted name by STACK_GLOBAL",
        dictionary()
            .text("torch._utils")
            .text("os.system")
            .op("\u0093")
            .text("ls")
            .op("\u0085Rs.")
            .file());
    files.put("a module with an allowed end", call("evil.collections", "OrderedDict", "x").file());
    files.put("a dotted allowed name", call("collections", "OrderedDict.fromkeys", "x").file());
    files.put(
        "a name with an allowed beginning",
        call("torch._utils._rebuild_tensor_v2", "__globals__", "x").file());
    files.put("INST", pickle().op("(").text("ls").op("ios\nsystem\n.").file());
    files.put(
        "OBJ", pickle().op("(").global("collections", "OrderedDict").text("ls").op("o.").file());
    files.put("NEWOBJ", dictionary().global("collections", "OrderedDict").op(")\u0081s.").file());
    files.put(
        "NEWOBJ_EX", dictionary().global("collections", "OrderedDict").op(")}\u0092s.").file());
    files.put("an extension code", pickle().op("\u0082\u0001.").file());
    files.put("a wide extension code", pickle().op("\u0084").i32(7).op(".").file());
    files.put("a persistent id in text", pickle().op("Pos.system\n.").file());
    files.put(
        "a persistent id of another kind",
        dictionary().text("module").global("torch", "FloatStorage").op("\u0086Qs.").file());
    files.put("a persistent id that is a text", dictionary().text("x").op("Qs.").file());
    files.put(
        "BUILD of a tensor",
        dictionary()
            .tensor(4, 0, new int[] {4}, new int[] {1})
            .op("}")
            .text("__setstate__")
            .text("x")
            .op("sbs.")
            .file());
    files.put(
        "BUILD of a dictionary with a tuple of slots",
        pickle().op("}N}").text("__class__").text("x").op("s\u0086b.").file());
    files.put("a buffer from outside", pickle().op("\u0097.").file());
    files.put(
        "a call of what is no name",
        dictionary().text("os.system").text("ls").op("\u0085Rs.").file());
    files.put(
        "a call of a call", dictionary().global("collections", "OrderedDict").op(")R)Rs.").file());
    files.put(
        "TorchScript",
        dictionary()
            .tensor(4, 0, new int[] {4}, new int[] {1})
            .op("s.")
            .file(Map.of("net/constants.pkl", new byte[] {1}, "net/code/a.py", new byte[] {1})));
    return files;
  }

  /** Those that are made to take memory or time. */
  private static Map<String, byte[]> bombs() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    PickleBytes laughs = pickle().op("]q\u00000");
    for (int i = 1; i < 100; i++) {
      laughs.op("](" + ("h" + (char) (i - 1)).repeat(10) + "eq" + (char) i + "0");
    }
    files.put("a billion laughs", laughs.op("}").text("w").op("hcs.").file());
    PickleBytes pairs = pickle().op(")q\u0000");
    for (int i = 1; i < 200; i++) {
      pairs.op("h" + (char) (i - 1)).op("h" + (char) (i - 1)).op("\u0086q" + (char) i);
    }
    files.put("a tower of pairs as a key", pairs.op("}h" + (char) 199).op("Ns.").file());
    files.put("a list in itself", pickle().op("]q\u0000h\u0000a.").file());
    files.put("a list in itself as a key", pickle().op("]q\u0000h\u0000a}h\u0000Ns.").file());
    files.put("deep nesting", pickle().op("(".repeat(100_000) + "t".repeat(100_000) + ".").file());
    files.put("marks alone", pickle().op("(".repeat(100_000)).file());
    files.put("more values than are read", pickle().op("N".repeat((1 << 23) + 10) + ".").file());
    files.put("a memo of wide gaps", pickle().op("Nr").i32(-1).op("j").i32(-2).op(".").file());
    files.put("a string of 4 GB", pickle().op("X").i32(-1).op(".").file());
    files.put("a string of 2^63 bytes", pickle().op("\u008d").i64(Long.MIN_VALUE).op(".").file());
    files.put("a frame of 2^62 bytes", pickle().op("\u0095").i64(1L << 62).op("N.").file());
    files.put("a number of 2 GB", pickle().op("\u008b").i32(Integer.MAX_VALUE).op(".").file());
    files.put(
        "a number of 255 bytes", pickle().op("\u008a\u00ff" + "\u0001".repeat(255) + ".").file());
    files.put("digits without end", pickle().op("L" + "9".repeat(100_000) + "L\n.").file());
    files.put("bytes of 4 GB", pickle().op("B").i32(-1).op(".").file());
    files.put("a name without end", pickle().op("c" + "x".repeat(100_000)).file());
    files.put("nothing", new PickleBytes().file());
    files.put("cut short", pickle().op("}").text("w").op("c").file());
    files.put("protocol 77", new PickleBytes().protocol(77).op("N.").file());
    files.put("values that are left", pickle().op("NN.").file());
    files.put("a value of nothing", pickle().op("0.").file());
    files.put("a key without a value", pickle().op("}(").text("w").op("u.").file());
    files.put("text that is no UTF-8", pickle().op("\u008c\u0002\u00c3\u0028.").file());
    return files;
  }

  /** Those whose tensors or entries lie where nothing is. */
  private static Map<String, byte[]> places() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    int[] four = {4};
    int[] one = {1};
    files.put("a storage that lies about its size", tensor(5, 0, four, one));
    files.put("a storage of a negative size", tensor(-1, 0, four, one));
    files.put("a shape that is too large", tensor(4, 0, new int[] {5}, one));
    files.put("an offset that is too large", tensor(4, 1, four, one));
    files.put("an offset below zero", tensor(4, -1, four, one));
    files.put("strides that lead out", tensor(4, 0, new int[] {2, 2}, new int[] {3, 1}));
    files.put("strides below zero", tensor(4, 3, four, new int[] {-1}));
    files.put(
        "a shape whose product overflows",
        tensor(4, 0, new int[] {1 << 30, 1 << 30, 1 << 30}, new int[] {0, 0, 0}));
    files.put("more strides than sizes", tensor(4, 0, four, new int[] {1, 1}));
    files.put("a hundred dimensions", tensor(4, 0, new int[100], new int[100]));
    byte[] good = dictionary().tensor(4, 0, four, one).op("s.").bytes();
    PickleBytes pickle = new PickleBytes().op(new String(good, StandardCharsets.ISO_8859_1));
    files.put(
        "a storage in another folder",
        pickle()
            .op("}")
            .text("w")
            .global("torch._utils", "_rebuild_tensor_v2")
            .op("(")
            .storage("../data.pkl", 4)
            .op("NNNtRs.")
            .file());
    files.put(
        "big-endian numbers",
        pickle.file(Map.of("net/byteorder", "big".getBytes(StandardCharsets.UTF_8))));
    files.put(
        "a zip bomb",
        PickleBytes.zip(
            Map.of("net/data.pkl", good, "net/data/0", new byte[10_000_000]), ZipEntry.DEFLATED));
    byte[] whole = pickle.file();
    files.put("cut behind its first entry", java.util.Arrays.copyOf(whole, 300));
    files.put("a directory outside", patched(whole, whole.length - 6, 0x7fffffff));
    files.put("a directory of another size", patched(whole, whole.length - 10, 40));
    files.put("an entry outside", patched(whole, central(whole, 2) + 42, 0x7ffffff0));
    files.put("an entry that is longer", patchedSize(whole, 2, 0x7ffffff0));
    files.put("entries that overlap", patched(whole, central(whole, 1) + 42, 0));
    files.put("no pickle", PickleBytes.zip(Map.of("a/b", new byte[1]), ZipEntry.STORED));
    files.put("NumPy's zip", PickleBytes.zip(Map.of("a.npy", new byte[1]), ZipEntry.STORED));
    return files;
  }

  /** Where entry {@code number} begins in the directory. */
  private static int central(byte[] zip, int number) {
    int at = -1;
    for (int found = -1; found < number; ) {
      at++;
      found += zip[at] == 'P' && zip[at + 1] == 'K' && zip[at + 2] == 1 && zip[at + 3] == 2 ? 1 : 0;
    }
    return at;
  }

  private static byte[] patched(byte[] zip, int at, int number) {
    byte[] changed = zip.clone();
    for (int i = 0; i < 4; i++) {
      changed[at + i] = (byte) (number >> 8 * i);
    }
    return changed;
  }

  private static byte[] patchedSize(byte[] zip, int number, int size) {
    int at = central(zip, number);
    return patched(patched(zip, at + 20, size), at + 24, size);
  }

  @Test
  void runNothing() throws IOException {
    check("hostile-pickles.txt", programs());
    assertFalse(Files.exists(Path.of("bb-was-here")));
  }

  @Test
  void takeNoMoreThanTheirSize() throws IOException {
    check("pickle-bombs.txt", bombs());
  }

  @Test
  void readNothingOutside() throws IOException {
    check("torch-places.txt", places());
  }

  @Test
  void areManyMoreThanThirty() {
    assertTrue(programs().size() + bombs().size() + places().size() > 70);
  }

  /** So that what is refused above is refused for what is wrong with it. */
  @Test
  void theSameWithoutHarmIsRead() {
    byte[] file = dictionary().tensor(4, 1, new int[] {3}, new int[] {1}).op("s.").file();
    TensorFile read = Weights.single("net.pth", new Bytes.Held(file));
    assertEquals(3, read.entries().get("w").count());
  }

  private static void check(String name, Map<String, byte[]> files) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      UserError error =
          assertThrows(
              UserError.class,
              () -> Weights.single("net.pth", new Bytes.Held(file.getValue())),
              file.getKey());
      long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      assertTrue(
          allocated < BASE + PER_BYTE * file.getValue().length,
          file.getKey() + " takes " + allocated);
      text.append(file.getKey()).append(": ").append(error.code()).append(", ");
      text.append(error.getMessage()).append('\n');
    }
    Approved.check(name, text.toString());
  }
}
