package bb.importing.read;

/** What the elements of a constant are, whatever the width in which a file holds them. */
public enum Kind {
  FLOAT,
  INT,
  BOOL
}
