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
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
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
    int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
    Path folder = Files.createTempDirectory("rows-per-second");
    RowsPerSecond benchmark = new RowsPerSecond(rows(count), folder);
    Map<String, List<Time>> times = new LinkedHashMap<>();
    try (SparkSession spark = Cluster.start(2, 1)) {
      Dataset<Row> pictures = benchmark.written(spark);
      for (int round = 0; round <= rounds; round++) {
        Map<String, Time> turns = new LinkedHashMap<>();
        turns.put("one thread, without Spark", benchmark.loop());
        turns.put("one executor", benchmark.job(pictures.coalesce(1)));
        turns.put("two executors", benchmark.job(pictures));
        if (round > 0) { // the first is for warming up
          turns.forEach(
              (name, time) -> times.computeIfAbsent(name, key -> new ArrayList<>()).add(time));
        }
      }
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

  private Dataset<Row> written(SparkSession spark) {
    String input = folder.resolve("pictures.parquet").toString();
    spark.createDataFrame(rows, COLUMNS).repartition(PARTITIONS).write().parquet(input);
    spark.conf().set("spark.sql.files.openCostInBytes", 128 << 20); // a partition for each file
    return Scoring.pictures(spark, input);
  }

  private Time job(Dataset<Row> pictures) throws TimeoutException {
    AtomicLong nanos = new AtomicLong();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onStageCompleted(SparkListenerStageCompleted stage) {
            nanos.addAndGet(stage.stageInfo().taskMetrics().executorCpuTime());
          }
        };
    var context = pictures.sparkSession().sparkContext();
    context.addSparkListener(listener);
    long begin = System.nanoTime();
    Scoring.score(pictures)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(folder.resolve("digits.parquet").toString());
    double seconds = (System.nanoTime() - begin) / 1e9;
    context.listenerBus().waitUntilEmpty();
    context.removeSparkListener(listener);
    return new Time(seconds, nanos.get() / 1e9);
  }
}
