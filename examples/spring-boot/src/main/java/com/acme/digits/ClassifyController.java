package com.acme.digits;

import bb.runtime.Image;
import bb.runtime.Options;
import bb.runtime.Prediction;
import bb.runtime.PredictionStopped;
import bb.runtime.UserError;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What the network sees in a picture, the likeliest first. */
@RestController
class ClassifyController {
  private static final Logger LOG = LoggerFactory.getLogger(ClassifyController.class);

  private static final int TOP = 3;

  /** A request is computed by its own thread: the others have requests of theirs. */
  private static final Options OPTIONS = Options.DEFAULT.threads(1).deadline(Duration.ofSeconds(2));

  private final Digits network;
  private final Timer timer;

  ClassifyController(Digits network, MeterRegistry metrics) {
    this.network = network;
    this.timer = metrics.timer("bb.predict", "network", network.info().network());
  }

  /** When the last request has been answered: see {@code server.shutdown} in the properties. */
  @PreDestroy
  void ended() {
    LOG.info("answered {} requests", timer.count());
  }

  @PostMapping("/classify")
  List<Prediction> classify(@RequestBody byte[] picture) {
    return timer.record(() -> network.classify(Image.of(picture), TOP, OPTIONS));
  }

  /** Not a picture, or none that can be read. */
  @ExceptionHandler
  ProblemDetail unreadable(UserError error) {
    ProblemDetail problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.UNPROCESSABLE_CONTENT, error.getMessage());
    problem.setProperty("code", error.code());
    return problem;
  }

  /** A request that does not arrive as a whole, as when the service ends: to be asked elsewhere. */
  @ExceptionHandler
  ProblemDetail unread(HttpMessageNotReadableException error) {
    boolean broken = error.getCause() instanceof IOException;
    return ProblemDetail.forStatusAndDetail(
        broken ? HttpStatus.SERVICE_UNAVAILABLE : HttpStatus.BAD_REQUEST, "no request was read");
  }

  @ExceptionHandler
  ProblemDetail late(PredictionStopped stopped) {
    return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, stopped.getMessage());
  }
}
