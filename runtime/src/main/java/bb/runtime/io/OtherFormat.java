package bb.runtime.io;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What people hand over in place of a file of weights or of a model, known by its first bytes, in
 * which a {@code ?} stands for any.
 */
public enum OtherFormat {
  SAFETENSORS("a safetensors file", "give it with `--weights`", "????????{"),
  ZIP("a zip file, as PyTorch saves", "give what PyTorch saved with `--weights`", "PK\3\4"),
  OLD_TORCH(
      "what PyTorch saved before version 1.6",
      "in Python: `torch.save(torch.load(\"old.pth\", weights_only=True), \"new.pth\")`",
      "\200\002\212\012l\374\234F\371 j\250P\031"),
  PICKLE(
      "a Python pickle, which may hold a program",
      "in Python: `safetensors.torch.save_file(model.state_dict(), \"net.safetensors\")`",
      "\200"),
  LFS(
      "a Git LFS pointer, not the file itself",
      "fetch the file: `git lfs pull`",
      "version https://git-lfs"),
  HTML(
      "a web page",
      "a browser shows what the page is; fetch the file itself, which may need a login",
      "<!DOCTYPE html",
      "<!doctype html",
      "<html",
      "<HTML"),
  GZIP("compressed with gzip", "unpack it: `gunzip` or `tar -xzf`", "\037\213"),
  GGUF("a GGUF file", "convert the network's original checkpoint to safetensors", "GGUF"),
  HDF5("an HDF5 file", "save the weights as safetensors", "\211HDF\r\n\032\n"),
  NPY("a NumPy array", "an array is an input; save the weights as safetensors", "\223NUMPY"),
  TFLITE("a TensorFlow Lite model", "save the weights as safetensors", "????TFL3"),
  ONNX(
      "an ONNX model",
      "`bbc import net.onnx -o net.bb --weights net.safetensors` takes it apart",
      "\010?\022",
      "\010?:");

  private static final char ANY = '?';

  /** How many of the first bytes are looked at. */
  public static final int START = 64;

  private final String what;
  private final String help;
  private final List<String> magics;

  OtherFormat(String what, String help, String... magics) {
    this.what = what;
    this.help = help;
    this.magics = List.of(magics);
  }

  /** What the file is, as a clause. */
  public String what() {
    return what;
  }

  /** What to do where weights are wanted. */
  public String help() {
    return help;
  }

  /** Whether it stands for a file of any kind, which is to be had otherwise. */
  public boolean isStandIn() {
    return this == LFS || this == HTML || this == GZIP;
  }

  /** Whether it begins as a zip does, and so what {@code torch.save} writes. */
  static boolean isZip(Bytes file) {
    return find(start(file)).equals(Optional.of(ZIP));
  }

  /** What else than a safetensors file it is. */
  static Optional<OtherFormat> recognise(Bytes file) {
    return find(start(file)).filter(format -> format != SAFETENSORS);
  }

  /**
   * The format that a file begins as. A safetensors file begins with a length, which may look like
   * any of the others, and so comes first.
   */
  public static Optional<OtherFormat> find(byte[] start) {
    String text = new String(start, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values())
        .filter(format -> format.magics.stream().anyMatch(magic -> begins(text, magic)))
        .findFirst();
  }

  private static byte[] start(Bytes file) {
    return file.at(0, (int) Math.min(file.size(), START)).toArray(ValueLayout.JAVA_BYTE);
  }

  private static boolean begins(String text, String magic) {
    if (text.length() < magic.length()) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if (magic.charAt(i) != ANY && magic.charAt(i) != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
