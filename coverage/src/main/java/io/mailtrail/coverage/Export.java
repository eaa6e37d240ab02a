package io.mailtrail.coverage;

import io.mailtrail.model.CoverageStatement;
import io.mailtrail.model.CoverageStatement.Assertion;
import io.mailtrail.model.CoverageStatement.Basis;
import io.mailtrail.model.CoverageStatement.Operation;
import io.mailtrail.model.CoverageStatement.Setting;
import io.mailtrail.model.CoverageStatement.Subject;
import io.mailtrail.model.Digests;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings that an administrator exported: {@code Get-Mailbox}, {@code Get-OrganizationConfig},
 * {@code Get-AdminAuditLogConfig}, {@code Get-MailboxAuditBypassAssociation}, as {@code
 * Format-List} prints them, as CSV or as JSON; and lists of users with their licences. Pure: the
 * same bytes, tenant and time give the same statements.
 *
 * @param problems what of the file could not be used, each a sentence that names the entry
 */
public record Export(List<CoverageStatement> statements, List<String> problems) {
  private static final List<String> NAMES =
      List.of(
          "UserPrincipalName",
          "PrimarySmtpAddress",
          "WindowsEmailAddress",
          "WindowsLiveID",
          "MicrosoftOnlineServicesID",
          "Mail",
          "Email",
          "Identity",
          "Id",
          "Name",
          "Alias",
          "DisplayName",
          "Guid",
          "ExchangeGuid",
          "ExternalDirectoryObjectId",
          "ObjectId",
          "DistinguishedName",
          "LegacyExchangeDN",
          "SamAccountName",
          "Mailbox");
  private static final List<Setting> LISTS =
      List.of(Setting.DEFAULT_SET, Setting.OWNER, Setting.DELEGATE, Setting.ADMIN);

  public Export {
    statements = List.copyOf(statements);
    problems = List.copyOf(problems);
  }

  /**
   * Reads a file.
   *
   * @param tenant whose settings these are
   * @param at when they were exported: the file does not say
   * @throws IOException if the file is in none of the forms, saying why
   */
  public static Export read(byte[] bytes, String tenant, Instant at) throws IOException {
    return new Reader(Digests.sha256(bytes), tenant, at).read(ExportText.read(bytes));
  }

  private static final class Reader {
    private final String digest;
    private final String tenant;
    private final Instant at;
    private final List<CoverageStatement> statements = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    /** Some exports have a line for every licence of a user: one of them is enough. */
    private final Map<List<String>, Boolean> premium = new LinkedHashMap<>();

    private final Map<List<String>, Integer> premiumOrdinals = new LinkedHashMap<>();

    Reader(String digest, String tenant, Instant at) {
      this.digest = digest;
      this.tenant = tenant;
      this.at = at;
    }

    Export read(List<Entry> entries) {
      for (int i = 0; i < entries.size(); i++) {
        read(entries.get(i), i + 1);
      }
      premium.forEach(
          (names, has) ->
              add(
                  Subject.ACCOUNT,
                  names,
                  List.of(Assertion.is(Setting.PREMIUM, has)),
                  premiumOrdinals.get(names)));
      if (entries.isEmpty()) {
        problems.add("there is nothing in it");
      }
      return new Export(statements, problems);
    }

    private void read(Entry entry, int ordinal) {
      List<String> names = names(entry);
      List<Assertion> mailbox = mailbox(entry, label(names, ordinal));
      List<Assertion> organisation = flags(entry, Setting.INGESTION, Setting.AUDIT_DISABLED);
      List<Assertion> bypass = flags(entry, Setting.BYPASS);
      Optional<Boolean> licence = Licences.isPremium(entry);
      if (!organisation.isEmpty()) {
        add(Subject.ORGANISATION, List.of(), organisation, ordinal);
        return;
      }
      if (mailbox.isEmpty() && bypass.isEmpty() && licence.isEmpty()) {
        problems.add(label(names, ordinal) + " says nothing about auditing");
        return;
      }
      if (names.isEmpty()) {
        problems.add(
            label(names, ordinal)
                + " does not say whose settings it shows: export Name and UserPrincipalName, too");
        return;
      }
      if (!mailbox.isEmpty()) {
        add(Subject.MAILBOX, names, mailbox, ordinal);
      }
      if (!bypass.isEmpty()) {
        add(Subject.ACCOUNT, names, bypass, ordinal);
      }
      licence.ifPresent(
          has -> {
            premium.merge(names, has, Boolean::logicalOr);
            premiumOrdinals.putIfAbsent(names, ordinal);
          });
    }

    private List<Assertion> mailbox(Entry entry, String label) {
      List<Assertion> settings = new ArrayList<>(flags(entry, Setting.AUDIT_ENABLED));
      for (Setting setting : LISTS) {
        entry
            .get(setting.wireName())
            .map(Field::asList)
            .ifPresent(field -> list(setting, field, label).ifPresent(settings::add));
      }
      if (settings.isEmpty()) {
        return settings;
      }
      entry
          .get(Setting.AGE_LIMIT.wireName())
          .filter(field -> !field.text().isEmpty())
          .ifPresent(
              field ->
                  settings.add(
                      new Assertion(Setting.AGE_LIMIT, Operation.IS, List.of(field.text()))));
      entry
          .get("RecipientTypeDetails")
          .filter(field -> !field.text().isEmpty())
          .ifPresent(
              field ->
                  settings.add(
                      Assertion.is(Setting.GROUP, field.text().equalsIgnoreCase("GroupMailbox"))));
      return settings;
    }

    private Optional<Assertion> list(Setting setting, Field field, String label) {
      if (field.isTypeName()) {
        problems.add(
            label
                + ": "
                + setting.wireName()
                + " holds the name of a type instead of the list; join the list before exporting"
                + " it, or export JSON");
        return Optional.empty();
      }
      if (field.isCut()) {
        problems.add(
            label
                + ": "
                + setting.wireName()
                + " is cut short, so what it lacks is unknown; set $FormatEnumerationLimit = -1"
                + " and export again");
        return Optional.of(new Assertion(setting, Operation.INCLUDES, field.values()));
      }
      return Optional.of(new Assertion(setting, Operation.IS, field.values()));
    }

    private List<Assertion> flags(Entry entry, Setting... settings) {
      List<Assertion> flags = new ArrayList<>();
      for (Setting setting : settings) {
        entry
            .get(setting.wireName())
            .filter(field -> !field.text().isEmpty())
            .ifPresent(field -> flags.add(Flags.assertion(setting, field.text())));
      }
      return flags;
    }

    private static List<String> names(Entry entry) {
      List<String> names = new ArrayList<>();
      for (String property : NAMES) {
        entry.get(property).ifPresent(field -> names.addAll(field.values()));
      }
      entry.get("EmailAddresses").stream()
          .flatMap(field -> field.asList().values().stream())
          .filter(address -> address.regionMatches(true, 0, "smtp:", 0, "smtp:".length()))
          .forEach(address -> names.add(address.substring("smtp:".length())));
      return names;
    }

    private static String label(List<String> names, int ordinal) {
      return "entry " + ordinal + (names.isEmpty() ? "" : " (" + names.get(0) + ")");
    }

    private void add(Subject subject, List<String> names, List<Assertion> settings, int ordinal) {
      // An entry can speak of a mailbox, a bypass and a licence at once.
      String source = digest + "#" + ordinal;
      String kind = subject == Subject.ACCOUNT ? "/" + settings.get(0).setting().wireName() : "";
      statements.add(
          new CoverageStatement(
              CoverageStatement.fileId(tenant, digest, ordinal) + kind,
              tenant,
              subject,
              names,
              at,
              Basis.SNAPSHOT,
              source,
              null,
              settings,
              Wording.shown(settings)));
    }
  }
}
