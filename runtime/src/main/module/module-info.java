/**
 * What compiled networks run on. Programs use the package {@code bb.runtime}; the other exported
 * ones are for the classes that {@code bbc} generates, and change with it.
 */
module bb.runtime {
  requires transitive java.desktop;
  requires java.management;
  requires com.grack.nanojson;
  // programs of modules have vectors without asking for them: see docs/adr/0003
  requires jdk.incubator.vector;
  requires static jdk.jfr;
  // what tools read of null, which programs have no use for either
  requires static org.jspecify;
  // the command line of self-contained jars, which programs have no use for
  requires static info.picocli;

  exports bb.runtime;
  exports bb.runtime.cpu;
  exports bb.runtime.engine;
  exports bb.runtime.io;
}
