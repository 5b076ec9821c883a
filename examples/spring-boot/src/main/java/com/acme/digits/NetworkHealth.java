package com.acme.digits;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the network still answers, with what runs it. */
@Component
class NetworkHealth implements HealthIndicator {
  private static final int PIXELS = 28 * 28;

  private final Digits network;

  NetworkHealth(Digits network) {
    this.network = network;
  }

  @Override
  public Health health() {
    float[] scores = network.predict(new float[PIXELS]);
    return (isFinite(scores) ? Health.up() : Health.down())
        .withDetail("engine", network.engine().toString())
        .build();
  }

  private static boolean isFinite(float[] scores) {
    for (float score : scores) {
      if (!Float.isFinite(score)) {
        return false;
      }
    }
    return true;
  }
}
