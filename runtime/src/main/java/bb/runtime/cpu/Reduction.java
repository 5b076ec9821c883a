package bb.runtime.cpu;

/** What is made of many elements. */
public enum Reduction {
  SUM,
  MEAN,
  MAX,
  MIN,
  /** The number of the first of the largest. */
  ARGMAX,
  ARGMIN
}
