package bb.runtime.cpu;

/**
 * Is told when each operation of a program begins and ends, one after the other, by whichever
 * thread gets to it.
 */
interface Steps {
  void begin(int step);

  void end(int step);
}
