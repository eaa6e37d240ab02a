package io.mailtrail.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** The rules find what they are there for: a file without fault, then one fault at a time. */
class ComposeRulesTest {
  private static final String SOUND =
      """
      name: sound
      x-common: &common
        restart: unless-stopped
      services:
        store:
          <<: *common
          image: store:1
          networks: [back]
          volumes: ["data:/data"]
          healthcheck:
            test: ["CMD", "true"]
            interval: 1m30s
        setup:
          image: setup:1
          restart: on-failure
          networks: [back]
          env_file:
            - {path: setup.env, required: false}
          environment:
            LEVEL: "1"
          depends_on:
            store: {condition: service_healthy}
        face:
          <<: *common
          build: {context: .}
          networks: [back, front]
          ports: ["127.0.0.1:8080:80"]
          depends_on:
            setup: {condition: service_completed_successfully}
      networks:
        back: {internal: true}
        front: {}
      volumes:
        data: {}
      """;

  @Test
  void aSoundFileHasNoProblem() {
    assertThat(problems(SOUND)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name: sound | nmae: sound | nmae: no such element",
        "image: store:1 | imgae: store:1 | store: has neither image nor build",
        "restart: on-failure | restart: sometimes | setup.restart: no such policy",
        "LEVEL: \"1\" | LEVEL: 1 | setup.environment.LEVEL: is not a text",
        "{path: setup.env, required: false} | setup.env | setup.env_file: must have a path and say",
        "{path: setup.env, required: false} | {path: setup.env} | setup.env_file: must have a path",
        "required: false | required: false, form: raw | setup.env_file.form: no such element",
        "interval: 1m30s | interval: 90 | store.healthcheck.interval: is no duration",
        "[\"CMD\", \"true\"] | [\"true\"] | store.healthcheck.test: must begin with CMD",
        "store: {condition | sotre: {condition | setup.depends_on.sotre: no such service",
        "service_healthy | service_well | setup.depends_on.store: no such condition",
        "setup: {condition: service_completed | store: {condition: service_completed | never completes",
        "setup: {condition: service_completed_successfully | setup: {condition: service_healthy | has no health check",
        "127.0.0.1:8080:80 | 8080:80 | face.ports: is published beyond loopback",
        "127.0.0.1:8080:80 | 127.0.0.1:eighty | face.ports: is no address:port:port",
        "[back, front] | [back] | face.ports: cannot be published",
        "[back, front] | [back, fornt] | networks.fornt: is used and not declared",
        "data:/data | dta:/data | volumes.data: is declared and not used",
      })
  void aFaultIsNamed(String what, String instead, String problem) {
    assertThat(SOUND).contains(what);

    assertThat(problems(SOUND.replace(what, instead)))
        .anySatisfy(found -> assertThat(found).contains(problem));
  }

  @Test
  void aCircleOfDependenciesIsNamed() {
    String circle =
        SOUND.replace(
            "image: store:1",
            "image: store:1\n    depends_on: {face: {condition: service_started}}");

    assertThat(problems(circle)).contains("store.depends_on: leads back to itself");
  }

  private static List<String> problems(String yaml) {
    return ComposeRules.problems(new Yaml().load(yaml));
  }
}
