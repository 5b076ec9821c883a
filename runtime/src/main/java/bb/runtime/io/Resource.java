package bb.runtime.io;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;

/** What class loaders find in a jar, in whatever folder that lies. */
public final class Resource {
  private static final String JAR = "jar:file:";
  private static final String JAR_END = "!/";

  private Resource() {}

  /** A place that a class loader names, as a stream. */
  public static InputStream open(URL place) throws IOException {
    URLConnection connection = unambiguous(place).openConnection();
    connection.setUseCaches(false); // or the jar would stay open
    return connection.getInputStream();
  }

  /**
   * The same place as Java opens it: the name of a jar ends at the first {@code !/} for that, also
   * where a class loader has put one that belongs to the name of a folder.
   */
  static URL unambiguous(URL place) throws IOException {
    String text = place.toString();
    int end = text.lastIndexOf(JAR_END);
    if (!text.startsWith(JAR) || text.indexOf('!') == end) {
      return place;
    }
    return URI.create(text.substring(0, end).replace("!", "%21") + text.substring(end)).toURL();
  }
}
