package com.acme.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The service as one jar, started without any option: the network's classes and weights lie in it.
 */
class ServiceJarIT {
  private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

  @Test
  void readsASevenOutOfANestedJar() throws Exception {
    Process service =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("service.jar"),
                "--server.port=0")
            .redirectErrorStream(true)
            .start();
    try {
      String home = "http://127.0.0.1:" + port(service);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(home + "/classify"))
              .header("Content-Type", "image/png")
              .POST(BodyPublishers.ofFile(Path.of("../digits/seven.png")))
              .build();
      HttpClient client = HttpClient.newHttpClient();
      assertThat(client.send(request, BodyHandlers.ofString()).body())
          .startsWith("[{\"label\":\"seven\"");
      HttpRequest health = HttpRequest.newBuilder(URI.create(home + "/actuator/health")).build();
      assertThat(client.send(health, BodyHandlers.ofString()).body()).contains("Vector API");
    } finally {
      service.destroy();
    }
    assertThat(service.waitFor()).as("ended as it was asked to").isIn(0, 143);
  }

  private static String port(Process service) throws Exception {
    BufferedReader said = service.inputReader();
    StringBuilder all = new StringBuilder();
    String line;
    while ((line = said.readLine()) != null) {
      all.append(line).append('\n');
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        Thread.ofVirtual().start(() -> said.lines().forEach(l -> {}));
        return started.group(1);
      }
    }
    throw new AssertionError("the service did not start:\n" + all);
  }
}
