package io.mailtrail.testbed.tenant;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.model.ContentType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A record that is being written: its content type, when it was made, its fields so far. */
record Draft(ContentType contentType, Instant created, ObjectNode fields) {
  private static final DateTimeFormatter NO_ZONE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Who acts, as the common schema names them. */
  record Actor(String userId, String userKey, int userType) {
    static Actor of(Person person) {
      return new Actor(person.upn(), person.account().puid(), 0);
    }
  }

  /** What is done: the number of the record type, its workload and the operation. */
  record Act(ContentType contentType, int recordType, String workload, String operation) {}

  /** Begins a record with the fields that all have. */
  static Draft of(
      TenantPlan plan, Dice dice, Instant at, Act act, String resultStatus, Actor actor) {
    Instant created = at.truncatedTo(ChronoUnit.SECONDS);
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    fields.put("CreationTime", NO_ZONE.format(created));
    fields.put("Id", dice.guid());
    fields.put("Operation", act.operation());
    fields.put("OrganizationId", plan.tenantId());
    fields.put("RecordType", act.recordType());
    if (resultStatus != null) {
      fields.put("ResultStatus", resultStatus);
    }
    fields.put("UserKey", actor.userKey());
    fields.put("UserType", actor.userType());
    fields.put("Version", 1);
    fields.put("Workload", act.workload());
    fields.put("UserId", actor.userId());
    return new Draft(act.contentType(), created, fields);
  }

  String id() {
    return fields.get("Id").textValue();
  }

  Draft with(String field, String value) {
    fields.put(field, value);
    return this;
  }

  Draft with(String field, long value) {
    fields.put(field, value);
    return this;
  }

  Draft with(String field, boolean value) {
    fields.put(field, value);
    return this;
  }

  ObjectNode object(String field) {
    return fields.putObject(field);
  }

  ArrayNode array(String field) {
    return fields.putArray(field);
  }

  /** A list of name and value, Microsoft's way to write a map. */
  Draft with(String field, List<Pair> pairs) {
    ArrayNode list = fields.putArray(field);
    for (Pair pair : pairs) {
      list.addObject().put("Name", pair.name()).put("Value", pair.value());
    }
    return this;
  }

  /** A name and a value; a list of them keeps its order, which a map need not. */
  record Pair(String name, String value) {
    /** Names and values in turn. */
    static List<Pair> list(String... namesAndValues) {
      List<Pair> pairs = new ArrayList<>();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        pairs.add(new Pair(namesAndValues[i], namesAndValues[i + 1]));
      }
      return pairs;
    }
  }
}
