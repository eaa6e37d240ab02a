package io.mailtrail.testbed.tenant;

import static io.mailtrail.testbed.tenant.FeedClient.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.mailtrail.model.ContentType;
import io.mailtrail.model.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * The plainest collector that copes with every mixable fault, so that the simulator's truth can be
 * held against what a client really gets. It lists all of the last week again and again.
 */
final class FaultyCollector {
  private static final Pattern CODE = Pattern.compile("AF\\d+");
  private static final int MOST_TRIES = 40;

  private final URI base;
  private final FeedTenant tenant;
  private final FeedClient client;
  final Set<String> published = new HashSet<>();
  final Map<String, Fate> named = new HashMap<>();
  final Map<String, byte[]> bodies = new HashMap<>();

  FaultyCollector(URI base, FeedTenant tenant) {
    this.base = base;
    this.tenant = tenant;
    this.client = new FeedClient(base, tenant);
  }

  /** Lists and fetches what there is, by a clock that may differ from the server's. */
  void collect(Instant now) throws Exception {
    for (ContentType type : ContentType.values()) {
      ask(client.feed("subscriptions/list"), type);
      start(type);
      for (int day = 7; day > 0; day--) {
        // A quarter of an hour less than a week, and as much into the future: clocks differ.
        Instant start = now.minus(Duration.ofDays(day)).plus(Duration.ofMinutes(15));
        list(type, start, start.plus(Duration.ofDays(1)));
      }
    }
  }

  private void list(ContentType type, Instant start, Instant end) throws Exception {
    String first =
        client.feed(
            "subscriptions/content?contentType="
                + type.wireName()
                + "&startTime="
                + start.toString().replace("Z", "")
                + "&endTime="
                + end.toString().replace("Z", ""));
    Optional<String> page = Optional.of(first);
    int tries = 0;
    while (page.isPresent()) {
      if (tries++ > MOST_TRIES) {
        throw new AssertionError("a listing without end: " + first);
      }
      Answer answer = ask(page.get(), type);
      if (answer.code().equals("AF20031")) {
        page = Optional.of(first);
        continue;
      }
      for (JsonNode entry : Json.mapper().readTree(answer.body())) {
        take(entry, type);
      }
      page = answer.next().map(next -> isOwn(next) ? next : first);
    }
  }

  private boolean isOwn(String link) {
    return link.startsWith(base + "/");
  }

  private void take(JsonNode entry, ContentType type) throws Exception {
    String id = entry.get("contentId").textValue();
    String link = entry.get("contentUri").textValue();
    if (bodies.containsKey(id) || named.containsKey(id)) {
      return;
    }
    if (!isOwn(link)) {
      named.put(id, Fate.OFF_ORIGIN);
      return;
    }
    Answer answer = ask(link, type);
    switch (answer.code()) {
      case "AF20050" -> named.put(id, Fate.MISSING);
      case "AF20051" -> named.put(id, Fate.EXPIRED);
      default -> {
        bodies.put(id, answer.body());
        for (JsonNode fields : Json.mapper().readTree(answer.body())) {
          published.add(fields.get("Id").textValue());
        }
      }
    }
  }

  private record Answer(String code, byte[] body, Optional<String> next) {}

  /** Asks until there is an answer that means something. */
  private Answer ask(String link, ContentType type) throws Exception {
    IOException last = null;
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        HttpResponse<byte[]> response = client.get(link);
        byte[] body = body(response);
        if (response.statusCode() == 200) {
          Json.mapper().readTree(body);
          return new Answer("", body, response.headers().firstValue("NextPageUri"));
        }
        Matcher code = CODE.matcher(new String(body, StandardCharsets.UTF_8));
        String found = code.find() ? code.group() : "";
        switch (found) {
          case "AF20031", "AF20050", "AF20051" -> {
            return new Answer(found, body, Optional.empty());
          }
          case "AF20022" -> start(type);
          default -> signIn(response.statusCode());
        }
      } catch (IOException e) {
        // Reset or cut: once more.
        last = e;
      }
    }
    throw new AssertionError("no answer: " + link, last);
  }

  /** Whether it worked will be seen at the next listing. */
  private void start(ContentType type) throws Exception {
    String link = client.feed("subscriptions/start?contentType=" + type.wireName());
    IOException last = null;
    for (int i = 0; i < MOST_TRIES; i++) {
      try {
        client.post(link, "");
        return;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new AssertionError("no answer: " + link, last);
  }

  private void signIn(int status) throws Exception {
    HttpResponse<byte[]> login = status == 401 ? client.login(tenant.clientSecret()) : null;
    if (login != null && login.statusCode() == 200) {
      client.use(json(login).get("access_token").textValue());
    }
  }

  private static byte[] body(HttpResponse<byte[]> response) throws IOException {
    boolean isGzip = response.headers().firstValue("Content-Encoding").isPresent();
    if (!isGzip) {
      return response.body();
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
      return in.readAllBytes();
    }
  }
}
