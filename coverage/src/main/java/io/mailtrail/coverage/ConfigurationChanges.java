package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Basis;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.EventFields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What audit records say about what is being audited: the cmdlets with which administrators change
 * it. Pure: the same event gives the same statement.
 */
public final class ConfigurationChanges {
  private static final String PARAMETERS = "Parameters.";

  /** Parameters and properties that name a mailbox or account. */
  private static final List<String> NAMES =
      List.of(
          PARAMETERS + "Identity",
          PARAMETERS + "UserPrincipalName",
          PARAMETERS + "MicrosoftOnlineServicesID",
          PARAMETERS + "PrimarySmtpAddress",
          PARAMETERS + "Alias",
          "ObjectId");

  private static final Map<String, Cmdlet> CMDLETS =
      Map.of(
          "set-mailbox", Cmdlet.SET_MAILBOX,
          "enable-mailbox", Cmdlet.BEGIN,
          "new-mailbox", Cmdlet.BEGIN,
          "disable-mailbox", Cmdlet.END,
          "remove-mailbox", Cmdlet.END,
          "set-mailboxauditbypassassociation", Cmdlet.SET_BYPASS,
          "set-organizationconfig", Cmdlet.SET_ORGANISATION,
          "set-adminauditlogconfig", Cmdlet.SET_ORGANISATION);

  private static final Set<Setting> OF_MAILBOX = Set.of(Setting.AUDIT_ENABLED, Setting.AGE_LIMIT);
  private static final List<Setting> LISTS =
      List.of(Setting.DEFAULT_SET, Setting.OWNER, Setting.DELEGATE, Setting.ADMIN);

  private enum Cmdlet {
    SET_MAILBOX,
    BEGIN,
    END,
    SET_BYPASS,
    SET_ORGANISATION
  }

  private ConfigurationChanges() {}

  /** The statement that an event makes; most make none. A cmdlet that failed changed nothing. */
  public static Optional<CoverageStatement> of(EventFields event) {
    String operation = first(event, "Operation").strip().toLowerCase(Locale.ROOT);
    Cmdlet cmdlet = CMDLETS.get(operation);
    if (cmdlet == null || event.values("event.outcome").contains("failure")) {
      return Optional.empty();
    }
    List<Assertion> settings = settings(cmdlet, event);
    if (settings.isEmpty()) {
      return Optional.empty();
    }
    Subject subject =
        switch (cmdlet) {
          case SET_MAILBOX, BEGIN, END -> Subject.MAILBOX;
          case SET_BYPASS -> Subject.ACCOUNT;
          case SET_ORGANISATION -> Subject.ORGANISATION;
        };
    List<String> names = subject == Subject.ORGANISATION ? List.of() : names(cmdlet, event);
    String by = first(event, "UserId");
    return Optional.of(
        new CoverageStatement(
            CoverageStatement.recordId(event.recordId()),
            event.tenant(),
            subject,
            names,
            Instant.ofEpochMilli(event.time()),
            Basis.CHANGE,
            event.recordId(),
            by.isEmpty() ? null : by,
            settings,
            Wording.change(by, settings)));
  }

  private static List<Assertion> settings(Cmdlet cmdlet, EventFields event) {
    List<Assertion> settings = new ArrayList<>();
    switch (cmdlet) {
      case SET_MAILBOX -> {
        OF_MAILBOX.stream()
            .sorted()
            .forEach(setting -> plain(event, setting).ifPresent(settings::add));
        for (Setting setting : LISTS) {
          List<String> values = event.values(PARAMETERS + setting.wireName());
          if (!values.isEmpty()) {
            settings.addAll(ActionList.parse(setting, values));
          }
        }
      }
      case BEGIN, END -> {
        // With this parameter the cmdlet is about the archive, and the mailbox stays what it is.
        if (event.values(PARAMETERS + "Archive").isEmpty()
            && event.values(PARAMETERS + "AutoExpandingArchive").isEmpty()) {
          settings.add(Assertion.is(Setting.EXISTS, cmdlet == Cmdlet.BEGIN));
        }
      }
      case SET_BYPASS -> plain(event, Setting.BYPASS).ifPresent(settings::add);
      case SET_ORGANISATION -> {
        plain(event, Setting.INGESTION).ifPresent(settings::add);
        plain(event, Setting.AUDIT_DISABLED).ifPresent(settings::add);
      }
    }
    return settings;
  }

  private static Optional<Assertion> plain(EventFields event, Setting setting) {
    List<String> values = event.values(PARAMETERS + setting.wireName());
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String value = values.get(values.size() - 1);
    return Optional.of(
        setting == Setting.AGE_LIMIT
            ? new Assertion(setting, Operation.IS, List.of(value))
            : Flags.assertion(setting, value));
  }

  private static List<String> names(Cmdlet cmdlet, EventFields event) {
    List<String> names = new ArrayList<>();
    NAMES.forEach(field -> names.addAll(event.values(field)));
    if (cmdlet == Cmdlet.BEGIN) {
      names.addAll(event.values(PARAMETERS + "Name"));
    }
    return names;
  }

  private static String first(EventFields event, String field) {
    return event.values(field).stream().findFirst().orElse("");
  }
}
