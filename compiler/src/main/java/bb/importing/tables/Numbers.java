package bb.importing.tables;

import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.List;
import java.util.Optional;

/** Where the tensors of a described network come from, one after the other. */
@FunctionalInterface
public interface Numbers {
  /** None: a network without numbers. */
  Numbers NONE =
      (path, dims) -> new Const(Kind.FLOAT, dims, new Const.Absent(path), Optional.of(path));

  Const next(String path, List<Long> dims);
}
