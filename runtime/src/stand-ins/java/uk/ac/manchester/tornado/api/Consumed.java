package uk.ac.manchester.tornado.api;

import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

/** An array that a graph takes over from the graph that ran before. */
record Consumed(String graph, TornadoNativeArray array) {
  /** In the place of a graph's name: whichever ran before. */
  static final String FROM_ANY = "";
}
