package bb.runtime.io;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What people hand over in place of a safetensors file, known by its first bytes. */
enum OtherFormat {
  OLD_TORCH(
      "\200\002\212\012l\374\234F\371 j\250P\031",
      "what PyTorch saved before version 1.6",
      "in Python: `torch.save(torch.load(\"old.pth\", weights_only=True), \"new.pth\")`"),
  PICKLE(
      "\200",
      "a Python pickle, which may hold a program",
      "in Python: `safetensors.torch.save_file(model.state_dict(), \"net.safetensors\")`"),
  LFS(
      "version https://git-lfs",
      "a Git LFS pointer, not the file itself",
      "fetch the file: `git lfs pull`"),
  GGUF("GGUF", "a GGUF file", "convert the network's original checkpoint to safetensors"),
  HDF5("\211HDF\r\n\032\n", "an HDF5 file", "save the weights as safetensors"),
  NPY("\223NUMPY", "a NumPy array", "an array is an input; save the weights as safetensors");

  private static final byte[] ZIP = {'P', 'K', 3, 4};

  private final byte[] magic;
  private final String what;
  private final String help;

  OtherFormat(String magic, String what, String help) {
    this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
    this.what = what;
    this.help = help;
  }

  String what() {
    return what;
  }

  String help() {
    return help;
  }

  /** Whether it begins as a zip does, and so what {@code torch.save} writes. */
  static boolean isZip(Bytes file) {
    byte[] start = start(file);
    return !isSafetensors(start) && begins(start, ZIP);
  }

  static Optional<OtherFormat> recognise(Bytes file) {
    byte[] start = start(file);
    return isSafetensors(start)
        ? Optional.empty()
        : Arrays.stream(values()).filter(format -> begins(start, format.magic)).findFirst();
  }

  private static byte[] start(Bytes file) {
    return file.at(0, (int) Math.min(file.size(), 64)).toArray(ValueLayout.JAVA_BYTE);
  }

  /** A safetensors file begins with a length, which may look like any of the others. */
  private static boolean isSafetensors(byte[] start) {
    return start.length > Long.BYTES && start[Long.BYTES] == '{';
  }

  private static boolean begins(byte[] start, byte[] magic) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }
}
