package bb.runtime.io;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What people hand over in place of a safetensors file, known by its first bytes. */
enum OtherFormat {
  ZIP(
      "PK\003\004",
      "a zip, as `torch.save` and `numpy.savez` write",
      "in Python: `safetensors.torch.save_file(model.state_dict(), \"net.safetensors\")`"),
  PICKLE(
      "\200\002",
      "a Python pickle",
      "in Python: `safetensors.torch.save_file(model.state_dict(), \"net.safetensors\")`"),
  LFS(
      "version https://git-lfs",
      "a Git LFS pointer, not the file itself",
      "fetch the file: `git lfs pull`"),
  GGUF("GGUF", "a GGUF file", "convert the network's original checkpoint to safetensors"),
  HDF5("\211HDF\r\n\032\n", "an HDF5 file", "save the weights as safetensors"),
  NPY("\223NUMPY", "a NumPy array", "an array is an input; save the weights as safetensors");

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

  static Optional<OtherFormat> recognise(Bytes file) {
    byte[] start = file.at(0, (int) Math.min(file.size(), 64)).toArray(ValueLayout.JAVA_BYTE);
    // a safetensors file begins with a length, which may look like any of the others
    if (start.length > Long.BYTES && start[Long.BYTES] == '{') {
      return Optional.empty();
    }
    return Arrays.stream(values()).filter(format -> format.begins(start)).findFirst();
  }

  private boolean begins(byte[] start) {
    return start.length >= magic.length
        && Arrays.equals(start, 0, magic.length, magic, 0, magic.length);
  }
}
