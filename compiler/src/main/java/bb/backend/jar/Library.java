package bb.backend.jar;

import java.util.List;

/**
 * Classes of other origin than the model that a compiled jar must hold.
 *
 * @param name what it is called in {@code META-INF/NOTICE}
 * @param copyright the line of its authors; its licence is the Apache License 2.0
 * @param member the path of one of its classes, by which it is found
 * @param folder the folder of all its classes: {@code picocli/}
 * @param home where that folder lies in a compiled jar, below the model's package
 */
record Library(String name, String copyright, String member, String folder, String home) {
  /** The runtime. */
  static final Library RUNTIME =
      new Library(
          "bb, its runtime",
          "The maintainers of bb",
          "bb/runtime/Model.class",
          "bb/runtime/",
          "runtime/");

  /** How picocli writes scripts for shells: nothing in a compiled jar does. */
  private static final String COMPLETION = "picocli/AutoComplete";

  /** All of them; each goes where the one before it does not reach. */
  static final List<Library> ALL =
      List.of(
          RUNTIME,
          new Library(
              "picocli, https://picocli.info",
              "Copyright 2017 Remko Popma",
              "picocli/CommandLine.class",
              "picocli/",
              "runtime/picocli/"),
          new Library(
              "nanojson, https://github.com/mmastrac/nanojson",
              "Copyright 2011 The nanojson Authors",
              "com/grack/nanojson/JsonParser.class",
              "com/grack/nanojson/",
              "runtime/nanojson/"));

  /** Whether a file of the library is of use in a compiled jar. */
  boolean uses(String path) {
    return !path.startsWith(COMPLETION);
  }
}
