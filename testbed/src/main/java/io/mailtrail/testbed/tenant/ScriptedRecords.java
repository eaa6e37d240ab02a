package io.mailtrail.testbed.tenant;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.model.ContentType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes the records of one content type: the fields of the common schema, and text that is hard to
 * cut (brackets, quotes and commas within strings, letters of several bytes). A pure function of
 * the plan, the blob's number and the place in the blob. Thread-safe.
 */
final class ScriptedRecords {
  private static final DateTimeFormatter NO_ZONE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);
  private static final String HARD =
      "Re: [offer], \\\"{net 30}\\\" \\\\\\\\ }]},{ \\u201equoted\\u201c Gr\u00fc\u00dfe \u6f22\u5b57"
          + " \ud83d\ude80 \\n\\t[[{{,,}} ";
  private static final String FILLER = HARD.repeat(40);
  private static final int BARE_BYTES = 430;

  /** A record's user and address have one digit or three. */
  private static final int VARYING_BYTES = 6;

  private final ScriptedPlan plan;
  private final String tenantId;
  private final String domain;
  private final ContentType type;
  private final String filler;
  private final int leastBytes;

  /** Where a record is, or of which other one it is a repeat. */
  private record Place(int blob, int index) {}

  ScriptedRecords(ScriptedPlan plan, String tenantId, String domain, ContentType type) {
    this.plan = plan;
    this.tenantId = tenantId;
    this.domain = domain;
    this.type = type;
    this.filler = filler(plan.recordBytes() - BARE_BYTES);
    int sample = String.join(",", fields(new Place(0, 0))).getBytes(UTF_8).length + 2;
    this.leastBytes = sample - VARYING_BYTES;
  }

  /** So much of the text that it can stand between quotes. */
  private static String filler(int bytes) {
    StringBuilder text = new StringBuilder();
    int left = bytes;
    int whole = HARD.getBytes(UTF_8).length;
    while (left >= whole * 40) {
      text.append(FILLER);
      left -= whole * 40;
    }
    while (left >= whole) {
      text.append(HARD);
      left -= whole;
    }
    return text.append("x".repeat(Math.max(0, left))).toString();
  }

  ContentType contentType() {
    return type;
  }

  /** No record is smaller. */
  int leastBytes() {
    return leastBytes;
  }

  /** How many records the blob of this number has. */
  int sizeOf(int blob) {
    Dice dice = Dice.of(plan.seed(), "size " + type, blob);
    int kind = dice.below(100);
    if (kind < 3) {
      return 0;
    }
    return kind < 18 ? 1 : dice.between(1, plan.mostRecords());
  }

  String id(int blob, int index) {
    Place origin = origin(blob, index);
    return Dice.of(plan.seed(), "record " + type, origin.blob(), origin.index()).guid();
  }

  byte[] bytes(int blob, int index, Instant created) {
    Place origin = origin(blob, index);
    List<String> fields = fields(origin);
    boolean isRepeat = origin.blob() != blob || origin.index() != index;
    if (isRepeat) {
      fields = Dice.of(plan.seed(), "order " + type, blob, index).shuffled(fields);
    }
    return ("{" + String.join(",", fields) + "}").getBytes(UTF_8);
  }

  private Place origin(int blob, int index) {
    Place place = new Place(blob, index);
    // A repeat of a repeat is one of the first: each step goes to an earlier place.
    while (place.blob() < plan.blobs()) {
      Dice dice = Dice.of(plan.seed(), "repeat " + type, place.blob(), place.index());
      if (!dice.perMille(plan.repeatedPerMille())) {
        return place;
      }
      int earlier = dice.below(place.blob() + 1);
      int size = earlier == place.blob() ? place.index() : sizeOf(earlier);
      if (size == 0) {
        return place;
      }
      place = new Place(earlier, dice.below(size));
    }
    return place;
  }

  private List<String> fields(Place place) {
    Dice dice = Dice.of(plan.seed(), "record " + type, place.blob(), place.index());
    String id = dice.guid();
    int person = dice.below(500);
    List<String> fields = new ArrayList<>(16);
    fields.add("\"CreationTime\":\"" + NO_ZONE.format(happened(dice)) + "\"");
    fields.add("\"Id\":\"" + id + "\"");
    fields.add("\"Operation\":\"" + operation() + "\"");
    fields.add("\"OrganizationId\":\"" + tenantId + "\"");
    fields.add("\"RecordType\":" + recordType());
    fields.add("\"ResultStatus\":\"Succeeded\"");
    fields.add(
        "\"UserKey\":\"10032"
            + HexFormat.of().withUpperCase().toHexDigits(person * 7_919L, 11)
            + "\"");
    fields.add("\"UserType\":0");
    fields.add("\"Version\":1");
    fields.add("\"Workload\":\"" + workload() + "\"");
    fields.add("\"UserId\":\"person" + person + "@" + domain + "\"");
    fields.add("\"ClientIP\":\"192.0.2." + dice.between(1, 254) + "\"");
    fields.add("\"ObjectId\":\"" + filler + "\"");
    return fields;
  }

  /** Within the plan's span, or a little before it: records come late, some by days. */
  private Instant happened(Dice dice) {
    long span = ChronoUnit.SECONDS.between(plan.from(), plan.to());
    return plan.from().minusSeconds(5_400).plusSeconds(dice.below(span));
  }

  private String operation() {
    return switch (type) {
      case AZURE_ACTIVE_DIRECTORY -> "UserLoggedIn";
      case EXCHANGE -> "MoveToDeletedItems";
      case SHAREPOINT -> "FileAccessed";
      case GENERAL -> "MessageSent";
      case DLP -> "DlpRuleMatch";
    };
  }

  private int recordType() {
    return switch (type) {
      case AZURE_ACTIVE_DIRECTORY -> 15;
      case EXCHANGE -> 3;
      case SHAREPOINT -> 6;
      case GENERAL -> 25;
      case DLP -> 13;
    };
  }

  private String workload() {
    return switch (type) {
      case AZURE_ACTIVE_DIRECTORY -> "AzureActiveDirectory";
      case EXCHANGE, DLP -> "Exchange";
      case SHAREPOINT -> "SharePoint";
      case GENERAL -> "MicrosoftTeams";
    };
  }
}
