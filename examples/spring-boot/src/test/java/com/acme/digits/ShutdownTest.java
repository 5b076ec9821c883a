package com.acme.digits;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Many callers at once, and the service ends while they ask: what it has begun it answers. */
class ShutdownTest {
  private static final int CALLERS = 8;
  private static final int REQUESTS = 50;

  @Test
  void losesNoAnswerThatWasBegun() throws Exception {
    ConfigurableApplicationContext service =
        SpringApplication.run(DigitsService.class, "--server.port=0");
    MeterRegistry metrics = service.getBean(MeterRegistry.class);
    String port = service.getEnvironment().getProperty("local.server.port");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/classify"))
            .header("Content-Type", "image/png")
            .POST(BodyPublishers.ofByteArray(Files.readAllBytes(Path.of("../digits/seven.png"))))
            .build();
    AtomicBoolean closing = new AtomicBoolean();
    CountDownLatch half = new CountDownLatch(CALLERS * REQUESTS / 2);
    List<Future<Integer>> callers = new ArrayList<>();
    int answers = 0;
    try (ExecutorService pool = Executors.newFixedThreadPool(CALLERS);
        HttpClient client = HttpClient.newHttpClient()) {
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(pool.submit(() -> ask(client, request, half, closing)));
      }
      half.await();
      closing.set(true);
      service.close();
      for (Future<Integer> caller : callers) {
        answers += caller.get();
      }
    }
    long begun = metrics.timer("bb.predict", "network", "Digits").count();
    assertThat(answers)
        .isBetween(CALLERS * REQUESTS / 2, CALLERS * REQUESTS)
        .isEqualTo((int) begun);
  }

  /**
   * How many answers come until the service takes no more requests. One that a slow machine does
   * not give within its deadline is an answer, too; one that was not read as a whole is none.
   */
  private static int ask(
      HttpClient client, HttpRequest request, CountDownLatch half, AtomicBoolean closing)
      throws InterruptedException {
    for (int i = 0; i < REQUESTS; i++) {
      HttpResponse<String> answer;
      try {
        answer = client.send(request, BodyHandlers.ofString());
      } catch (IOException closed) {
        assertThat(closing).isTrue();
        return i;
      }
      boolean given =
          answer.statusCode() == 200 && answer.body().startsWith("[{\"label\":\"seven\"")
              || answer.statusCode() == 503 && answer.body().contains("gave no answer");
      if (!given) {
        assertThat(closing).as(answer.body()).isTrue();
        return i;
      }
      half.countDown();
    }
    return REQUESTS;
  }
}
