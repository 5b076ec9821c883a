package bb.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves one page to this machine and to nobody else. It listens on the loopback address alone, and
 * answers only those who asked for it by that address or as {@code localhost}: a page of another
 * site, whose name an attacker's server has resolved to this machine, asks by its own name.
 */
final class WatchServer implements AutoCloseable {
  /** How often a reader that hears nothing is told that the server is there. */
  private static final long HEARTBEAT_MILLISECONDS = 10_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<String> names;
  private final Object changes = new Object();
  private String page = "";
  private long version;
  private boolean closed;

  private WatchServer(HttpServer server) {
    this.server = server;
    int port = server.getAddress().getPort();
    this.names = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any that is free
   * @throws java.net.BindException if the port is not free
   */
  static WatchServer start(int port) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    WatchServer server = new WatchServer(HttpServer.create(address, 0));
    server.server.setExecutor(server.threads);
    server.server.createContext("/", server::answer);
    server.server.start();
    return server;
  }

  /** Where the page is. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** Replaces the page, and tells those who look at it. */
  void show(long newVersion, String newPage) {
    synchronized (changes) {
      version = newVersion;
      page = newPage;
      changes.notifyAll();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String host = exchange.getRequestHeaders().getFirst("Host");
      if (host == null || !names.contains(host)) {
        send(exchange, 403, "text/plain", "this page is for this machine alone\n");
      } else if (!exchange.getRequestMethod().equals("GET")) {
        send(exchange, 405, "text/plain", "there is nothing to change here\n");
      } else {
        switch (exchange.getRequestURI().getPath()) {
          case "/" -> send(exchange, 200, "text/html", page());
          case "/events" -> tell(exchange);
          default -> send(exchange, 404, "text/plain", "there is only one page: /\n");
        }
      }
    }
  }

  private String page() {
    synchronized (changes) {
      return page;
    }
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    headers(exchange, type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static void headers(HttpExchange exchange, String type) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type + "; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Referrer-Policy", "no-referrer");
  }

  /** Says which version there is, now and whenever it changes, until the reader has gone. */
  private void tell(HttpExchange exchange) throws IOException {
    headers(exchange, "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream body = exchange.getResponseBody();
    long told = -1;
    while (true) {
      String text = ":\n\n";
      synchronized (changes) {
        if (told == version && !closed) {
          try {
            changes.wait(HEARTBEAT_MILLISECONDS);
          } catch (InterruptedException e) {
            return;
          }
        }
        if (closed) {
          return;
        }
        if (told != version) {
          told = version;
          text = "event: version\ndata: " + told + "\n\n";
        }
      }
      body.write(text.getBytes(StandardCharsets.UTF_8));
      body.flush();
    }
  }

  @Override
  public void close() {
    synchronized (changes) {
      closed = true;
      changes.notifyAll();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
