package bb.backend.jar;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The module descriptor of a compiled network, which {@code java -jar} never reads. It is for a
 * Java that is started with TornadoVM's argument file: that makes every jar in the current folder a
 * module. Without a descriptor Java would make up one: it fails for some names of files, and for a
 * second network, which holds the same packages.
 */
final class Descriptor {
  static final String FILE = "module-info.class";

  private static final List<String> REQUIRED = List.of("java.desktop", "java.management");
  private static final List<String> EXPORTED = List.of("bb.models", "bb.runtime");

  private Descriptor() {}

  /**
   * Two modules in a folder must not have the same name, so the name tells networks, versions and
   * weights apart: {@code bb.models.ResNet50.x1c291ca3}.
   *
   * @param weights the checksum of the weights in the jar
   */
  static byte[] of(CompiledModel model, long weights) {
    CRC32 checksum = new CRC32();
    checksum.update(Long.toHexString(weights).getBytes(StandardCharsets.US_ASCII));
    model.classes().values().forEach(checksum::update);
    String name = "%s.x%08x".formatted(model.name(), checksum.getValue());
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of(name),
                module -> {
                  module.requires(ModuleDesc.of("java.base"), List.of(AccessFlag.MANDATED), null);
                  REQUIRED.forEach(
                      required -> module.requires(ModuleDesc.of(required), List.of(), null));
                  module.requires(
                      ModuleDesc.of("jdk.incubator.vector"),
                      List.of(AccessFlag.STATIC_PHASE),
                      null);
                  EXPORTED.forEach(exported -> module.exports(PackageDesc.of(exported), List.of()));
                }));
  }
}
