package bb.report.html;

import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import com.grack.nanojson.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A page in a headless Chromium, over its DevTools protocol: JSON on a web socket, which the JDK
 * speaks. What the page complains of is kept.
 */
final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  private final Process process;
  private final HttpClient client;
  private final Connection connection;
  private final WebSocket socket;
  private int calls;

  private Browser(Process process, HttpClient client, Connection connection, WebSocket socket) {
    this.process = process;
    this.client = client;
    this.connection = connection;
    this.socket = socket;
  }

  /** The browser of this machine; empty if there is none. */
  static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder).resolve(name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Browser start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--remote-debugging-port=0",
                "--window-size=1400,1000",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    HttpClient client = HttpClient.newHttpClient();
    try {
      String host = host(process.errorReader());
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + host + "/json/new?about:blank"))
              .PUT(HttpRequest.BodyPublishers.noBody())
              .build();
      String page = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      String url = JsonParser.object().from(page).getString("webSocketDebuggerUrl");
      Connection connection = new Connection();
      WebSocket socket =
          client.newWebSocketBuilder().buildAsync(URI.create(url), connection).join();
      Browser browser = new Browser(process, client, connection, socket);
      for (String domain : List.of("Runtime", "Page", "Log", "Network")) {
        browser.call(domain + ".enable", Map.of());
      }
      return browser;
    } catch (JsonParserException | InterruptedException e) {
      process.destroy();
      throw new IOException(e);
    }
  }

  private static String host(BufferedReader output) throws IOException {
    String mark = "DevTools listening on ws://";
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(mark)) {
        Thread.ofVirtual().start(() -> drain(output));
        return line.substring(mark.length(), line.indexOf('/', mark.length()));
      }
    }
    throw new IOException("the browser ended");
  }

  /** What nobody reads would stop the browser in the end. */
  private static void drain(BufferedReader output) {
    try {
      output.transferTo(java.io.Writer.nullWriter());
    } catch (IOException e) {
      // the browser has ended
    }
  }

  private static final class Connection implements WebSocket.Listener {
    private final Map<Integer, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();
    private final List<JsonObject> events = Collections.synchronizedList(new ArrayList<>());
    private final StringBuilder message = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        try {
          JsonObject object = JsonParser.object().from(message.toString());
          if (object.has("id")) {
            waiting.remove(object.getInt("id")).complete(object);
          } else {
            events.add(object);
          }
        } catch (JsonParserException e) {
          throw new IllegalStateException(e);
        } finally {
          message.setLength(0);
        }
      }
      socket.request(1);
      return null;
    }
  }

  /** Calls a method of the protocol and waits for its answer. */
  JsonObject call(String method, Map<String, Object> parameters) {
    JsonObject request = new JsonObject();
    int id = ++calls;
    request.put("id", id);
    request.put("method", method);
    request.put("params", new JsonObject(parameters));
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    connection.waiting.put(id, answer);
    socket.sendText(JsonWriter.string(request), true).join();
    JsonObject object = answer.join();
    if (object.has("error")) {
      throw new IllegalStateException(method + ": " + JsonWriter.string(object.get("error")));
    }
    return object.getObject("result");
  }

  /** Opens a page and waits until it has loaded. */
  void open(URI url) {
    connection.events.clear();
    call("Page.navigate", Map.of("url", url.toString()));
    while (!loaded()) {
      java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
    }
    evaluate("document.readyState");
  }

  private boolean loaded() {
    synchronized (connection.events) {
      return connection.events.stream()
          .anyMatch(e -> e.getString("method").equals("Page.loadEventFired"));
    }
  }

  /** The value of an expression, or of the promise that it is. */
  Object evaluate(String expression) {
    JsonObject result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(JsonWriter.string(result.get("exceptionDetails")));
    }
    return result.getObject("result").get("value");
  }

  /** Presses and releases a key. */
  void press(String key) {
    Map<String, Integer> codes =
        Map.of(
            "Tab",
            9,
            "Enter",
            13,
            "ArrowUp",
            38,
            "ArrowDown",
            40,
            "ArrowLeft",
            37,
            "ArrowRight",
            39);
    for (String type : List.of("rawKeyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", codes.get(key)));
    }
  }

  /** What the page complained of, or asked the network for, since it was opened. */
  List<String> complaints() {
    synchronized (connection.events) {
      return connection.events.stream()
          .filter(e ->
              switch (e.getString("method")) {
                case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled" ->
                    true;
                case "Network.requestWillBeSent" ->
                    !"Document".equals(e.getObject("params").getString("type"));
                default -> false;
              })
          .map(JsonWriter::string)
          .toList();
    }
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    process.onExit().join();
  }
}
