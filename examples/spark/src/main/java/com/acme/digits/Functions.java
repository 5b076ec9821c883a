package com.acme.digits;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The network for SQL: with {@code spark.sql.catalog.digits} set to this, {@code digits.classify}.
 */
public final class Functions implements FunctionCatalog {
  private static final Identifier CLASSIFY = Identifier.of(new String[0], "classify");

  private String name;

  @Override
  public void initialize(String catalog, CaseInsensitiveStringMap options) {
    name = catalog;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Identifier[] listFunctions(String[] namespace) {
    return new Identifier[] {CLASSIFY};
  }

  @Override
  public UnboundFunction loadFunction(Identifier function) throws NoSuchFunctionException {
    if (!function.equals(CLASSIFY)) {
      throw new NoSuchFunctionException(function);
    }
    return new Classify();
  }

  private record Classify() implements UnboundFunction {
    @Override
    public BoundFunction bind(StructType arguments) {
      if (arguments.length() != 1
          || !arguments.fields()[0].dataType().equals(DataTypes.BinaryType)) {
        throw new UnsupportedOperationException("classify takes one picture, as BINARY");
      }
      return new OfPicture();
    }

    @Override
    public String description() {
      return "classify(picture BINARY): the digit in a picture";
    }

    @Override
    public String name() {
      return "classify";
    }
  }

  private record OfPicture() implements ScalarFunction<InternalRow> {
    @Override
    public DataType[] inputTypes() {
      return new DataType[] {DataTypes.BinaryType};
    }

    @Override
    public DataType resultType() {
      return Answer.COLUMNS;
    }

    @Override
    public String name() {
      return "classify";
    }

    @Override
    public String canonicalName() {
      return "com.acme.digits.classify";
    }

    @Override
    public InternalRow produceResult(InternalRow arguments) {
      if (arguments.isNullAt(0)) {
        return null;
      }
      Answer answer = Classifier.shared().classify(arguments.getBinary(0));
      return new GenericInternalRow(
          new Object[] {
            UTF8String.fromString(answer.label()),
            answer.probability(),
            UTF8String.fromString(answer.problem())
          });
    }
  }
}
