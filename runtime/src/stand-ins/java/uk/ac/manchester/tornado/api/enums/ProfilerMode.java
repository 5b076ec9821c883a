package uk.ac.manchester.tornado.api.enums;

/** Where the profiler writes. */
public enum ProfilerMode {
  CONSOLE,
  SILENT
}
