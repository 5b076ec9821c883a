package bb.backend.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.backend.JavaPackage;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is renamed in a class, and what only looks as if it should be. */
class RelocationTest {
  private static final ClassDesc TENSOR = ClassDesc.of("bb.runtime.Tensor");
  private static final String NAME = "bb/runtime/Tensor";

  /** A class whose method returns one after the other a class, a text like its name, numbers. */
  private static byte[] example() {
    ClassDesc object = ConstantDescs.CD_Object;
    return ClassFile.of()
        .build(
            ClassDesc.of("com.acme.Example"),
            type ->
                type.withMethodBody(
                    "all",
                    MethodTypeDesc.of(ConstantDescs.CD_List, TENSOR.arrayType()),
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                    code ->
                        code.loadConstant(TENSOR.arrayType())
                            .loadConstant(NAME)
                            .loadConstant(1L << 40)
                            .invokestatic(
                                ConstantDescs.CD_Long,
                                "valueOf",
                                MethodTypeDesc.of(ConstantDescs.CD_Long, ConstantDescs.CD_long))
                            .loadConstant(TENSOR)
                            .invokestatic(
                                ConstantDescs.CD_List,
                                "of",
                                MethodTypeDesc.of(
                                    ConstantDescs.CD_List, object, object, object, object),
                                true)
                            .areturn()));
  }

  @Test
  void names_of_classes_move_and_texts_do_not() throws Exception {
    Class<?> type = load(new Relocation(new JavaPackage("com.acme")).move(example()));
    Class<?> moved = type.getClassLoader().loadClass("com.acme.runtime.Tensor");
    assertEquals(
        List.of(moved.arrayType(), NAME, 1L << 40, moved),
        type.getMethod("all", moved.arrayType()).invoke(null, (Object) null));
  }

  private static Class<?> load(byte[] example) throws IOException {
    byte[] tensor = ClassFile.of().build(TENSOR, type -> type.withFlags(ClassFile.ACC_PUBLIC));
    byte[] moved = new Relocation(new JavaPackage("com.acme")).move(tensor);
    return new ClassLoader(null) {
      Class<?> both() {
        defineClass("com.acme.runtime.Tensor", moved, 0, moved.length);
        return defineClass("com.acme.Example", example, 0, example.length);
      }
    }.both();
  }
}
