package com.acme.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Real requests to the real service. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ClassifyTest {
  private static final Path SEVEN = Path.of("../digits/seven.png");

  private final HttpClient client = HttpClient.newHttpClient();

  @LocalServerPort private int port;

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(HttpRequest.BodyPublisher body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/classify"))
            .header("Content-Type", "application/octet-stream")
            .POST(body)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Test
  void readsASeven() throws Exception {
    HttpResponse<String> answer = post(BodyPublishers.ofFile(SEVEN));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("[{\"label\":\"seven\",\"index\":7,\"probability\":0.99");
    assertThat(get("/actuator/metrics/bb.predict").body()).contains("\"statistic\":\"COUNT\"");
  }

  @Test
  void refusesWhatIsNoPictureAndGoesOn() throws Exception {
    HttpResponse<String> answer = post(BodyPublishers.ofString("no picture"));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("\"code\":\"BB0615\"");
    assertThat(post(BodyPublishers.ofFile(SEVEN)).statusCode()).isEqualTo(200);
  }

  @Test
  void saysHowItIs() throws Exception {
    assertThat(get("/actuator/health").body()).contains("\"status\":\"UP\"", "Vector API");
  }
}
