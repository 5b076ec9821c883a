package bb.runtime.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TornadoVmTest {
  private static final String JAR = "net.jar";

  @TempDir Path folder;

  @Test
  void aPlainJavaHasNone() {
    TornadoVm found = TornadoVm.in(ModuleLayer.boot(), ClassLoader.getPlatformClassLoader());
    assertEquals(new TornadoVm(false, false, Optional.empty(), List.of()), found);
    assertEquals("this Java has no TornadoVM", lack(found).getMessage());
  }

  @Test
  void findsWhatTheArgumentFileAdds() throws IOException {
    module("tornado.api", "5.2.0-jdk25");
    module("tornado.runtime", "5.2.0-jdk25");
    module("tornado.drivers.common", "5.2.0-jdk25");
    module("tornado.drivers.opencl", "5.2.0-jdk25");
    module("tornado.drivers.cuda", "5.2.0-jdk25");
    TornadoVm found = TornadoVm.in(layer(), ClassLoader.getPlatformClassLoader());
    assertTrue(found.started());
    assertEquals(List.of("opencl", "cuda"), found.drivers());
    assertEquals(Optional.empty(), found.lack(JAR));
  }

  @Test
  void refusesWhatIsTooOld() throws IOException {
    module("tornado.api", "5.1.1-jdk25");
    module("tornado.runtime", "5.1.1-jdk25");
    module("tornado.drivers.ptx", "5.1.1-jdk25");
    UserError error = lack(TornadoVm.in(layer(), ClassLoader.getPlatformClassLoader()));
    assertEquals(ErrorCode.BB0633, error.code());
    assertTrue(error.getMessage().contains("5.1.1-jdk25"));
  }

  private static UserError lack(TornadoVm tornado) {
    return tornado.lack(JAR).orElseThrow();
  }

  private void module(String name, String version) throws IOException {
    byte[] descriptor =
        ClassFile.of()
            .buildModule(
                ModuleAttribute.of(
                    ModuleDesc.of(name),
                    module ->
                        module
                            .moduleVersion(version)
                            .requires(
                                ModuleDesc.of("java.base"), List.of(AccessFlag.MANDATED), null)));
    Path file = folder.resolve(name).resolve("module-info.class");
    Files.createDirectories(file.getParent());
    Files.write(file, descriptor);
  }

  private ModuleLayer layer() throws IOException {
    ModuleFinder finder = ModuleFinder.of(folder);
    List<String> names = finder.findAll().stream().map(m -> m.descriptor().name()).toList();
    ModuleLayer boot = ModuleLayer.boot();
    Configuration modules = boot.configuration().resolve(finder, ModuleFinder.of(), names);
    return boot.defineModulesWithOneLoader(modules, ClassLoader.getPlatformClassLoader());
  }

  @Test
  void comparesVersions() {
    for (String enough : List.of("5.2.0-jdk25", "5.2.1", "5.10.0-jdk25", "6.0.0-jdk26", "5.2")) {
      assertTrue(TornadoVersion.of(enough).isEnough(), enough);
    }
    for (String old : List.of("5.1.1-jdk25", "4.9.9-jdk25", "5.2.0-jdk21", "UNKNOWN", "", "v9")) {
      assertFalse(TornadoVersion.of(old).isEnough(), old);
    }
    assertEquals("5.2.0-jdk25", TornadoVersion.of("5.2.0-jdk25").toString());
  }
}
