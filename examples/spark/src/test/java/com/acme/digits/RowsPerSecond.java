package com.acme.digits;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How many pictures are read in a second: by a loop on one thread, without Spark, and by jobs of
 * one executor and of two, of one core each, all in turn. A job reads a Parquet file and writes
 * one.
 */
final class RowsPerSecond {
  private static final int BATCH = 64;
  private static final int PARTITIONS = 8;
  private static final StructType COLUMNS =
      new StructType().add("id", DataTypes.IntegerType).add(Scoring.PICTURE, DataTypes.BinaryType);

  private final List<Row> rows;
  private final Path folder;

  private RowsPerSecond(List<Row> rows, Path folder) {
    this.rows = rows;
    this.folder = folder;
  }

  /** Seconds that have passed, and those that threads with rows were computing. */
  private record Time(double seconds, double computing) {}

  public static void main(String[] arguments) throws Exception {
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Path folder = Files.createTempDirectory("rows-per-second");
    RowsPerSecond benchmark = new RowsPerSecond(rows(count), folder);
    Map<String, List<Time>> times = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      benchmark.note(times, "one thread, without Spark", benchmark.loop());
      benchmark.note(times, "one executor", benchmark.job(1));
      benchmark.note(times, "two executors", benchmark.job(2));
    }
    System.out.printf("%,d rows, medians of %d%n", count, rounds);
    System.out.println(
        "                           rows/s   beside the loop   rows/s of a processor");
    double loop = median(times.values().iterator().next(), false);
    times.forEach((name, all) -> {
      double seconds = median(all, false);
      double computing = median(all, true);
      System.out.printf(
          Locale.ROOT,
          "%-25s %,8.0f %17.2f %,23.0f%n",
          name,
          count / seconds,
          loop / seconds,
          count / computing);
    });
  }

  private void note(Map<String, List<Time>> times, String name, Time time) {
    times.computeIfAbsent(name, key -> new ArrayList<>()).add(time);
    System.out.printf(Locale.ROOT, "%s: %,.0f rows/s%n", name, rows.size() / time.seconds());
  }

  private static double median(List<Time> times, boolean computing) {
    double[] sorted =
        times.stream().mapToDouble(computing ? Time::computing : Time::seconds).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** A picture for each row, and no two with the same bytes: what follows a picture is not read. */
  private static List<Row> rows(int count) throws IOException {
    byte[] picture = Files.readAllBytes(Path.of("../digits/seven.png"));
    List<Row> rows = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      byte[] own = Arrays.copyOf(picture, picture.length + Integer.BYTES);
      ByteBuffer.wrap(own).putInt(picture.length, id);
      rows.add(RowFactory.create(id, own));
    }
    return rows;
  }

  private Time loop() {
    var threads = ManagementFactory.getThreadMXBean();
    Classifier.shared().classify(pictures(0));
    long begin = System.nanoTime();
    long computed = threads.getCurrentThreadCpuTime();
    for (int first = 0; first < rows.size(); first += BATCH) {
      Classifier.shared().classify(pictures(first));
    }
    return new Time(
        (System.nanoTime() - begin) / 1e9, (threads.getCurrentThreadCpuTime() - computed) / 1e9);
  }

  private List<byte[]> pictures(int first) {
    return rows.subList(first, Math.min(first + BATCH, rows.size())).stream()
        .map(row -> row.<byte[]>getAs(1))
        .toList();
  }

  /** A job after one that is not counted, on executors of its own. */
  private Time job(int executors) throws IOException {
    try (SparkSession spark = Cluster.start(executors, 1)) {
      String input = folder.resolve("pictures.parquet").toString();
      if (!Files.exists(Path.of(input))) {
        spark.createDataFrame(rows, COLUMNS).repartition(PARTITIONS).write().parquet(input);
      }
      score(spark, input);
      AtomicLong nanos = new AtomicLong();
      spark
          .sparkContext()
          .addSparkListener(
              new SparkListener() {
                @Override
                public void onStageCompleted(SparkListenerStageCompleted stage) {
                  nanos.addAndGet(stage.stageInfo().taskMetrics().executorCpuTime());
                }
              });
      long begin = System.nanoTime();
      score(spark, input);
      double seconds = (System.nanoTime() - begin) / 1e9;
      spark.stop(); // after which listeners have heard everything
      return new Time(seconds, nanos.get() / 1e9);
    }
  }

  private void score(SparkSession spark, String input) {
    Scoring.score(Scoring.pictures(spark, input))
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.resolve("digits.parquet").toString());
  }
}
