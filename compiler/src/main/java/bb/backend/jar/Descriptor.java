package bb.backend.jar;

import bb.backend.JavaPackage;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.attribute.ModuleMainClassAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.constant.PackageDesc;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The module descriptor of a compiled network, which {@code java -jar} never reads. It is for
 * programs of modules that use the network, and for a Java that is started with TornadoVM's
 * argument file: that makes every jar in the current folder a module. Without a descriptor Java
 * would make up one, which fails for some names of files.
 */
final class Descriptor {
  static final String FILE = "module-info.class";

  /** The Vector API: Java loads it for programs of modules if a module of theirs requires it. */
  private static final String VECTORS = "jdk.incubator.vector";

  /** The flight recorder: used where it is. */
  private static final String RECORDER = "jdk.jfr";

  private Descriptor() {}

  /**
   * The descriptor's class file.
   *
   * @param weights the checksum of the weights in the jar
   */
  static byte[] of(CompiledModel model, Packing packing, long weights) {
    Packing.Interface seen = packing.asModule();
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of(name(model, weights)),
                module -> {
                  module.requires(ModuleDesc.of("java.base"), List.of(AccessFlag.MANDATED), null);
                  seen.required()
                      .forEach(name -> module.requires(ModuleDesc.of(name), List.of(), null));
                  seen.transitive()
                      .forEach(name ->
                          module.requires(
                              ModuleDesc.of(name), List.of(AccessFlag.TRANSITIVE), null));
                  module.requires(ModuleDesc.of(VECTORS), List.of(), null);
                  module.requires(ModuleDesc.of(RECORDER), List.of(AccessFlag.STATIC_PHASE), null);
                  seen.exported()
                      .forEach(exported -> module.exports(PackageDesc.of(exported), List.of()));
                }),
            module -> {
              module.withVersion(ClassFile.JAVA_21_VERSION, 0);
              if (!seen.main().isEmpty()) {
                module.with(ModuleMainClassAttribute.of(ClassDesc.of(seen.main())));
              }
            });
  }

  /**
   * The name of a package that was chosen, for programs that require it. Otherwise one that tells
   * networks, versions and weights apart, {@code bb.models.resnet50.x1c291ca3}, as two modules in a
   * folder must not have the same.
   */
  private static String name(CompiledModel model, long weights) {
    String home = model.home().name();
    String network = model.name().substring(home.length() + 1);
    if (!model.home().equals(JavaPackage.ofNetwork(network))) {
      return home;
    }
    CRC32 checksum = new CRC32();
    checksum.update(Long.toHexString(weights).getBytes(StandardCharsets.US_ASCII));
    model.classes().values().forEach(checksum::update);
    return "%s.x%08x".formatted(home, checksum.getValue());
  }
}
