package com.acme;

import com.acme.digits.Digits;
import java.nio.file.Path;

/** Says what a network of a release sees in a picture. */
final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println(Digits.load().classify(Path.of(arguments[0])).label());
  }
}
