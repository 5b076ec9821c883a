package com.acme.digits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On two executors of one core. */
class ScoringTest {
  private static final Path PICTURES = Path.of("../digits");

  private static final Map<String, String> DIGITS =
      new TreeMap<>(
          Map.of(
              "eight-noisy", "8",
              "five-display", "5",
              "four-rotated", "4",
              "nine-serif", "9",
              "seven", "7",
              "three", "3",
              "zero", "0"));

  private static final int COPIES = 40;
  private static final int ROWS = COPIES * DIGITS.size();

  @TempDir private static Path folder;

  private static SparkSession spark;
  private static String input;

  @BeforeAll
  static void start() throws Exception {
    spark = Cluster.start(2, 1);
    List<Row> rows = new ArrayList<>();
    for (int copy = 0; copy < COPIES; copy++) {
      for (String name : DIGITS.keySet()) {
        byte[] picture = Files.readAllBytes(PICTURES.resolve(name + ".png"));
        rows.add(RowFactory.create(rows.size(), name, picture));
      }
    }
    StructType columns =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add("name", DataTypes.StringType)
            .add(Scoring.PICTURE, DataTypes.BinaryType);
    input = folder.resolve("pictures.parquet").toString();
    spark.createDataFrame(rows, columns).repartition(4).write().parquet(input);
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  /** Each row once, with the digit that is in it. */
  private static void assertWhole(List<Row> scored) {
    assertEquals(ROWS, scored.size());
    assertEquals(ROWS, scored.stream().map(row -> row.<Integer>getAs("id")).distinct().count());
    for (Row row : scored) {
      assertEquals(DIGITS.get(row.<String>getAs("name")), row.getAs("label"), row.toString());
      assertTrue(row.<Double>getAs("probability") > 0.5, row.toString());
      assertNull(row.getAs("problem"));
    }
  }

  @Test
  void reads_a_parquet_file_into_another() throws Exception {
    String output = folder.resolve("digits.parquet").toString();
    Scoring.score(Scoring.pictures(spark, input)).write().parquet(output);
    try (Stream<Path> files = Files.list(Path.of(output))) {
      List<Path> parts = files.filter(file -> file.toString().endsWith(".parquet")).toList();
      assertFalse(parts.isEmpty());
      byte[] bytes = Files.readAllBytes(parts.getFirst());
      assertEquals("PAR1", new String(bytes, 0, 4, StandardCharsets.US_ASCII));
    }
    assertWhole(spark.read().parquet(output).collectAsList());
  }

  @Test
  void reads_a_folder_in_which_not_all_is_a_picture() throws Exception {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    Files.copy(PICTURES.resolve("seven.png"), pictures.resolve("seven.png"));
    Files.writeString(pictures.resolve("broken.png"), "no picture");
    Files.writeString(pictures.resolve("notes.txt"), "not looked at");
    List<Row> rows =
        Scoring.score(Scoring.pictures(spark, pictures.toString())).orderBy("path").collectAsList();
    assertEquals(2, rows.size());
    assertNull(rows.get(0).getAs("label"));
    assertTrue(rows.get(0).<String>getAs("problem").startsWith("BB0615: "), rows.toString());
    assertEquals("7", rows.get(1).getAs("label"));
  }

  @Test
  void rows_without_a_picture_take_none_of_their_batch_along() throws Exception {
    byte[] seven = Files.readAllBytes(PICTURES.resolve("seven.png"));
    List<Row> rows = new ArrayList<>();
    for (int id = 0; id < 100; id++) {
      byte[] picture = id == 30 ? Arrays.copyOf(seven, 40) : id == 70 ? null : seven;
      rows.add(RowFactory.create(id, picture));
    }
    StructType columns =
        new StructType()
            .add("id", DataTypes.IntegerType)
            .add(Scoring.PICTURE, DataTypes.BinaryType);
    List<Row> scored =
        Scoring.score(spark.createDataFrame(rows, columns).coalesce(1))
            .orderBy("id")
            .collectAsList();
    for (Row row : scored) {
      int id = row.getAs("id");
      String problem = row.getAs("problem");
      assertEquals(id == 30 || id == 70 ? null : "7", row.getAs("label"), row.toString());
      assertEquals(id == 70, "no picture".equals(problem), row.toString());
      assertEquals(id == 30, problem != null && problem.startsWith("BB0616: "), row.toString());
    }
    assertEquals(100, scored.size());
  }

  @Test
  void rows_without_a_column_of_pictures_begin_no_task() {
    Dataset<Row> numbers = spark.range(3).toDF("id");
    String message =
        assertThrows(RuntimeException.class, () -> Scoring.score(numbers)).getMessage();
    assertTrue(message.contains("picture") && message.contains("id"), message);
  }

  /** A task that fails wherever it runs. */
  @Test
  void a_job_that_fails_leaves_no_answers() throws Exception {
    Dataset<Row> pictures = Scoring.pictures(spark, input);
    MapPartitionsFunction<Row, Row> fail =
        rows -> {
          if (TaskContext.getPartitionId() == 0) {
            throw new IllegalStateException("no more");
          }
          return rows;
        };
    Dataset<Row> failing = pictures.mapPartitions(fail, Encoders.row(pictures.schema()));
    Path output = folder.resolve("failed.parquet");
    Exception failure =
        assertThrows(
            SparkException.class, () -> Scoring.score(failing).write().parquet(output.toString()));
    StringWriter said = new StringWriter();
    failure.printStackTrace(new PrintWriter(said));
    assertTrue(said.toString().contains("failed 4 times"), said.toString());
    assertTrue(said.toString().contains("no more"), said.toString());
    try (Stream<Path> files = Files.walk(output)) {
      assertEquals(
          List.of(),
          files
              .filter(f -> f.toString().endsWith(".parquet"))
              .filter(Files::isRegularFile)
              .toList());
    }
  }

  /** The process of an executor ends in the middle of a partition, without a word. */
  @Test
  void an_executor_that_dies_loses_no_answer_and_repeats_none() throws Exception {
    String died = folder.resolve("died").toString();
    Dataset<Row> pictures = Scoring.pictures(spark, input);
    MapPartitionsFunction<Row, Row> die =
        rows -> {
          List<Row> all = new ArrayList<>();
          rows.forEachRemaining(all::add);
          return all.stream().peek(row -> dieOnce(row, all.get(all.size() / 2), died)).iterator();
        };
    Dataset<Row> fragile = pictures.mapPartitions(die, Encoders.row(pictures.schema()));
    String output = folder.resolve("survived.parquet").toString();
    Scoring.score(fragile).write().parquet(output);
    assertTrue(Files.exists(Path.of(died)));
    assertWhole(spark.read().parquet(output).collectAsList());
  }

  private static void dieOnce(Row row, Row last, String died) {
    if (row == last && TaskContext.getPartitionId() == 0 && new File(died).mkdir()) {
      Runtime.getRuntime().halt(1);
    }
  }

  @Test
  void sql_has_it_as_a_function() {
    spark.read().parquet(input).createOrReplaceTempView("pictures");
    List<Row> counts =
        spark
            .sql(
                """
                SELECT name, digits.classify(picture).label AS label, count(*) AS pictures
                FROM pictures GROUP BY 1, 2 ORDER BY 1
                """)
            .collectAsList();
    assertEquals(DIGITS.size(), counts.size());
    counts.forEach(row -> {
      assertEquals(DIGITS.get(row.<String>getAs("name")), row.getAs("label"));
      assertEquals(COPIES, row.<Long>getAs("pictures"));
    });
  }
}
