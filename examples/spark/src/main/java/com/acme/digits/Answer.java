package com.acme.digits;

import bb.runtime.Prediction;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a row gets: a label and its probability, or why there is none. */
record Answer(String label, Double probability, String problem) {
  static final StructType COLUMNS =
      new StructType()
          .add("label", DataTypes.StringType)
          .add("probability", DataTypes.DoubleType)
          .add("problem", DataTypes.StringType);

  static Answer of(Prediction best) {
    return new Answer(best.label(), best.probability(), null);
  }

  static Answer none(String problem) {
    return new Answer(null, null, problem);
  }
}
