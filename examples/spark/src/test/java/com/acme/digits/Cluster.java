package com.acme.digits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Spark as a cluster has it, in processes of this machine: a master, workers, and a JVM for each
 * executor.
 */
final class Cluster {
  private Cluster() {}

  static SparkSession start(int executors, int cores) throws IOException {
    Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    return SparkSession.builder()
        .appName("digits")
        .master("local-cluster[%d,%d,1024]".formatted(executors, cores))
        .config("spark.ui.enabled", false)
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executor.extraJavaOptions", "-Dbb.require.vector=true")
        .config("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
        .config("spark.executorEnv.SPARK_SCALA_VERSION", "2.13")
        .config("spark.sql.catalog.digits", Functions.class.getName())
        .getOrCreate();
  }
}
