package bb.report.html;

import bb.report.draw.Markup;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The head of a page, which lets the browser run the scripts of this program and nothing else, load
 * nothing, and ask nobody.
 */
final class Head {
  private Head() {}

  /**
   * @param connect whom scripts may ask: {@code 'none'}, or {@code 'self'} where a page is served
   */
  static void write(Markup out, String title, String style, List<String> scripts, String connect) {
    String allowed = scripts.stream().map(Head::hash).collect(Collectors.joining(" "));
    String policy =
        "default-src 'none'; style-src %s; script-src %s; connect-src %s; base-uri 'none'; form-action 'none'"
            .formatted(hash(style), allowed, connect);
    out.own("<!doctype html>\n").open("html", "lang", "en").line().open("head").line();
    out.empty("meta", "charset", "utf-8").line();
    out.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy).line();
    out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    out.empty("meta", "name", "referrer", "content", "no-referrer").line();
    out.element("title", title).line();
    out.open("style").own(style).close().line();
    out.close().line();
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] sum = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(sum) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
