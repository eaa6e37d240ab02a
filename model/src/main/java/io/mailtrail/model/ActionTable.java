package io.mailtrail.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What Exchange records in mailbox audit logs, and under which names: the classic and the current
 * action table, and the activity names of the cmdlets that concern mailboxes. Immutable.
 */
public final class ActionTable {
  private static final String RESOURCE = "mailbox-actions.yaml";

  /**
   * An operation that concerns mailboxes and is no mailbox audit action.
   *
   * @param activity the name by which the audit search page lists it
   */
  public record Activity(String operation, String activity, String description) {
    public Activity {
      Objects.requireNonNull(operation, "operation");
      Objects.requireNonNull(activity, "activity");
      Objects.requireNonNull(description, "description");
    }
  }

  private record Content(List<MailboxAction> actions, List<Activity> activities) {}

  private static final class Bundled {
    static final ActionTable TABLE = load();
  }

  private final List<MailboxAction> actions;
  private final List<Activity> activities;
  private final Map<String, List<MailboxAction>> actionsByName = new HashMap<>();
  private final Map<String, Activity> activitiesByName = new HashMap<>();

  ActionTable(List<MailboxAction> actions, List<Activity> activities) {
    this.actions = List.copyOf(actions);
    this.activities = List.copyOf(activities);
    for (MailboxAction action : actions) {
      actionsByName.merge(action.key(), List.of(action), ActionTable::joined);
    }
    for (Activity activity : activities) {
      activitiesByName.put(activity.operation().toLowerCase(Locale.ROOT), activity);
    }
  }

  /** The tables that come with Mailtrail; read once per JVM. */
  public static ActionTable bundled() {
    return Bundled.TABLE;
  }

  /** Every row of both tables, classic first. */
  public List<MailboxAction> actions() {
    return actions;
  }

  /** Every operation that is no mailbox audit action and has an activity name. */
  public List<Activity> activities() {
    return activities;
  }

  /** The row that holds on a day (UTC), for an action in any letter case. */
  public Optional<MailboxAction> action(String action, MailboxAction.Kind mailbox, LocalDate day) {
    return actionsByName.getOrDefault(action.toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(row -> row.mailbox() == mailbox && row.holdsOn(day))
        .findFirst();
  }

  /**
   * The newest row for an action, whenever it holds: for its names, where no row holds on the day
   * (an action that was added later was seen earlier).
   */
  public Optional<MailboxAction> newest(String action, MailboxAction.Kind mailbox) {
    return actionsByName.getOrDefault(action.toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(row -> row.mailbox() == mailbox)
        .reduce((older, newer) -> newer);
  }

  /** The activity of an operation that is no mailbox audit action, in any letter case. */
  public Optional<Activity> activity(String operation) {
    return Optional.ofNullable(activitiesByName.get(operation.toLowerCase(Locale.ROOT)));
  }

  private static List<MailboxAction> joined(List<MailboxAction> some, List<MailboxAction> more) {
    List<MailboxAction> all = new ArrayList<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static ActionTable load() {
    YAMLMapper mapper =
        YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    try (InputStream in = ActionTable.class.getResourceAsStream(RESOURCE)) {
      Content content = mapper.readValue(in, Content.class);
      return new ActionTable(content.actions(), content.activities());
    } catch (IOException e) {
      throw new UncheckedIOException("the bundled " + RESOURCE + " cannot be read", e);
    }
  }
}
