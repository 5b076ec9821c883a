package bb.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What becomes of an error on its way to whoever reads of it. */
class UserErrorTest {
  private static final UserError ERROR =
      new UserError(ErrorCode.BB0651, "there are no vectors to compute with")
          .note("the module is not there", "it is an incubator's")
          .help("start Java with --add-modules jdk.incubator.vector");

  /** As Spark and remote calls pass it from one JVM to the next. */
  @Test
  void aSerializedErrorSaysTheSame() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(ERROR);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      UserError read = (UserError) in.readObject();
      assertEquals(ERROR.code(), read.code());
      assertEquals(ERROR.notes(), read.notes());
      assertEquals(ERROR.helps(), read.helps());
      assertEquals(ERROR.text(), read.text());
    }
  }

  /** As Java prints it when nobody catches it, and loggers do. */
  @Test
  void aTraceHasTheCodeAndWhatToDo() {
    StringWriter trace = new StringWriter();
    ERROR.printStackTrace(new PrintWriter(trace));
    String head = trace.toString().lines().limit(4).reduce("", (a, b) -> a + b + "\n");
    assertEquals(
        """
        bb.runtime.UserError: error[BB0651]: there are no vectors to compute with
          note: the module is not there
                it is an incubator's
          help: start Java with --add-modules jdk.incubator.vector
        """,
        head);
  }
}
