package com.acme.digits;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Reads the digits in all pictures of a Parquet file, or of a folder, into a Parquet file. */
public final class Scoring {
  /** The column of the pictures, as files: PNG or JPEG. */
  static final String PICTURE = "picture";

  /** Enough that a batch keeps the task's threads busy, and little memory. */
  private static final int BATCH = 64;

  private Scoring() {}

  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: Scoring INPUT.parquet|FOLDER OUTPUT.parquet");
      System.exit(2);
    }
    try (SparkSession spark = SparkSession.builder().appName("digits").getOrCreate()) {
      Dataset<Row> pictures = pictures(spark, arguments[0]);
      spark.sparkContext().setJobDescription("the digits of " + arguments[0]);
      score(pictures).write().mode(SaveMode.ErrorIfExists).parquet(arguments[1]);
    }
  }

  /**
   * The rows of a Parquet file with a column of pictures; or the pictures of a folder, by their
   * paths.
   */
  static Dataset<Row> pictures(SparkSession spark, String input) {
    return input.endsWith(".parquet")
        ? spark.read().parquet(input)
        : spark
            .read()
            .format("binaryFile")
            .option("pathGlobFilter", "*.{png,jpg,jpeg}")
            .load(input)
            .select(col("path"), col("content").as(PICTURE));
  }

  /** All columns but the pictures, and what the network says. */
  static Dataset<Row> score(Dataset<Row> pictures) {
    pictures.schema().fieldIndex(PICTURE); // or says what there is, before a task begins
    StructType kept = pictures.drop(PICTURE).schema();
    StructType columns = kept;
    for (var column : Answer.COLUMNS.fields()) {
      columns = columns.add(column);
    }
    MapPartitionsFunction<Row, Row> answers = rows -> new Answers(rows, kept.fieldNames());
    return pictures.mapPartitions(answers, Encoders.row(columns));
  }

  /** The rows of a partition with their answers, a batch at a time. */
  private static final class Answers implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final String[] kept;
    private Iterator<Row> batch = List.<Row>of().iterator();

    Answers(Iterator<Row> rows, String[] kept) {
      this.rows = rows;
      this.kept = kept;
    }

    @Override
    public boolean hasNext() {
      return batch.hasNext() || rows.hasNext();
    }

    @Override
    public Row next() {
      if (!batch.hasNext()) {
        batch = batch().iterator();
      }
      return batch.next();
    }

    private List<Row> batch() {
      List<Row> taken = new ArrayList<>();
      List<byte[]> pictures = new ArrayList<>();
      while (rows.hasNext() && taken.size() < BATCH) {
        Row row = rows.next();
        taken.add(row);
        pictures.add(row.getAs(PICTURE));
      }
      List<Answer> answers = Classifier.shared().classify(pictures);
      List<Row> answered = new ArrayList<>();
      for (int i = 0; i < taken.size(); i++) {
        answered.add(answered(taken.get(i), answers.get(i)));
      }
      return answered;
    }

    private Row answered(Row row, Answer answer) {
      List<Object> values = new ArrayList<>();
      Arrays.stream(kept).forEach(column -> values.add(row.getAs(column)));
      values.addAll(Arrays.asList(answer.label(), answer.probability(), answer.problem()));
      return RowFactory.create(values.toArray());
    }
  }
}
