package com.acme.digits;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** Reads digits in pictures: {@code POST /classify}. */
@SpringBootApplication
public class DigitsService {
  public static void main(String[] arguments) {
    SpringApplication.run(DigitsService.class, arguments);
  }

  /** One for all requests. The service is not ready before it is warm. */
  @Bean
  Digits digits() {
    Digits network = Digits.load();
    network.warmUp();
    return network;
  }
}
