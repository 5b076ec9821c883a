package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.checks.ApprovedError;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bbc watch} as a browser sees it. */
final class WatchTest {
  private static final String NETWORK =
      "import \"part.bb\"\n\nnetwork Watched {\n  input x: [4]\n  Part(3)\n}\n";
  private static final String PART = "block Part(width: int) {\n  linear(width)\n  relu\n}\n";

  @TempDir private Path folder;

  /** One {@code bbc watch}, which ends with the test. */
  private final class Watching implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final FutureTask<Integer> exit;
    private final Thread thread;
    private final URI url;

    Watching(String... options) throws IOException {
      PipedInputStream screen = new PipedInputStream();
      PrintStream out =
          new PrintStream(new PipedOutputStream(screen), true, StandardCharsets.UTF_8);
      PrintStream err = new PrintStream(new ByteArrayOutputStream());
      String[] args =
          Stream.concat(Stream.of("watch", folder.resolve("net.bb").toString()), Stream.of(options))
              .toArray(String[]::new);
      exit =
          new FutureTask<>(() ->
              Main.run(new Terminal(out, err, false, false, false, false), Host.system(), args));
      thread = Thread.ofPlatform().start(exit);
      String line =
          new BufferedReader(new InputStreamReader(screen, StandardCharsets.UTF_8)).readLine();
      assertTrue(line.startsWith("watching ") && line.endsWith("/"), line);
      url = URI.create(line.substring(line.indexOf("http://")));
    }

    String page() throws IOException, InterruptedException {
      return client
          .send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }

    /** The versions that there are from now on, the present one first. */
    Iterator<String> versions() throws IOException, InterruptedException {
      HttpRequest request = HttpRequest.newBuilder(url.resolve("events")).build();
      return client
          .send(request, HttpResponse.BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("data: "))
          .map(line -> line.substring("data: ".length()))
          .iterator();
    }

    /** What the server answers to the lines of a request. */
    String status(String method, String path, String host) throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), url.getPort())) {
        String request = "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";
        socket
            .getOutputStream()
            .write(request.formatted(method, path, host).getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
            .readLine()
            .split(" ")[1];
      }
    }

    /** As ctrl-C does to the process. */
    void interrupt() {
      thread.interrupt();
    }

    @Override
    public void close() {
      interrupt();
      client.shutdownNow();
    }
  }

  private void write(String file, String text) throws IOException {
    // as editors do: whole, in the place of the old one
    Path next = folder.resolve(file + ".next");
    Files.writeString(next, text);
    Files.move(next, folder.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aSavedFileIsDrawnAnewAndWhatIsWrongIsShown() throws Exception {
    write("net.bb", NETWORK);
    write("part.bb", PART);
    try (Watching watching = new Watching()) {
      Iterator<String> versions = watching.versions();
      assertEquals("1", versions.next());
      String first = watching.page();
      assertTrue(first.contains("data-version=\"1\"") && first.contains("linear, 3"));
      assertFalse(first.contains("class=\"stale\""));

      write("net.bb", NETWORK.replace("Part(3)", "Part(5)"));
      assertEquals("2", versions.next());
      assertTrue(watching.page().contains("linear, 5"));

      write("part.bb", PART.replace("relu", "rellu <script>"));
      assertEquals("3", versions.next());
      String wrong = watching.page();
      assertTrue(wrong.contains("role=\"alert\"") && wrong.contains("rellu"));
      assertTrue(wrong.contains("class=\"stale\"") && wrong.contains("linear, 5"));
      assertFalse(wrong.contains("rellu <script>"));

      Files.delete(folder.resolve("part.bb"));
      assertEquals("4", versions.next());
      write("part.bb", PART);
      assertEquals("5", versions.next());
      assertFalse(watching.page().contains("role=\"alert\""));

      watching.interrupt();
      assertEquals(ExitCode.OK, watching.exit.get());
    }
  }

  @Test
  void onlyThisMachineIsAnswered() throws IOException {
    write("net.bb", NETWORK);
    write("part.bb", PART);
    try (Watching watching = new Watching("--depth", "1")) {
      int port = watching.url.getPort();
      assertEquals("127.0.0.1", watching.url.getHost());
      assertEquals("200", watching.status("GET", "/", "127.0.0.1:" + port));
      assertEquals("200", watching.status("GET", "/", "localhost:" + port));
      assertEquals("403", watching.status("GET", "/", "evil.example:" + port));
      assertEquals("403", watching.status("GET", "/events", "evil.example"));
      assertEquals("403", watching.status("GET", "/", "127.0.0.1.evil.example:" + port));
      assertEquals("405", watching.status("POST", "/", "127.0.0.1:" + port));
      assertEquals("404", watching.status("GET", "/net.bb", "127.0.0.1:" + port));
      assertEquals("404", watching.status("GET", "/../net.bb", "127.0.0.1:" + port));
      assertTrue(onlyLoopback(port));
    }
  }

  /** Whether the port is free at the other addresses of this machine. */
  private static boolean onlyLoopback(int port) throws IOException {
    for (InetAddress address : InetAddress.getAllByName(InetAddress.getLocalHost().getHostName())) {
      if (!address.isLoopbackAddress()) {
        new ServerSocket(port, 1, address).close();
      }
    }
    return true;
  }

  @Test
  void aTakenPortIsSaid() throws IOException {
    write("net.bb", NETWORK);
    write("part.bb", PART);
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(other.getLocalPort());
      Transcript.Result result = run("--port", port);
      assertEquals(ExitCode.DIAGNOSTICS, result.exit());
      ApprovedError.check("bb0740", result.err().replace(port, "8080"));
    }
  }

  @Test
  void mistakesOfTheCommandLineAreSaidAtOnce() throws IOException {
    Transcript.Result missing = run();
    assertEquals(ExitCode.DIAGNOSTICS, missing.exit());
    assertTrue(missing.err().contains("BB0701"), missing.err());
    write("net.bb", NETWORK);
    assertEquals(ExitCode.USAGE, run("--port", "65536").exit());
    assertEquals(ExitCode.USAGE, run("--depth", "0").exit());
  }

  private Transcript.Result run(String... options) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(new PrintStream(out), new PrintStream(err), false, false, false, false);
    String[] args =
        Stream.concat(Stream.of("watch", folder.resolve("net.bb").toString()), Stream.of(options))
            .toArray(String[]::new);
    int exit = Main.run(terminal, Host.system(), args);
    return new Transcript.Result(
        out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8), exit);
  }
}
