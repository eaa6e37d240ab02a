package io.mailtrail.cli.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.detect.sigma.Section;
import io.mailtrail.detect.sigma.YamlDocuments;
import io.mailtrail.model.ActionTable;
import io.mailtrail.model.MailboxAction;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What sorts of records the Management Activity API has, from {@code feed.yaml}. Immutable. */
final class FeedCatalogue {
  private static final String RESOURCE = "feed.yaml";
  private static final FeedCatalogue BUNDLED = load();

  private final List<RecordSort> sorts;
  private final List<String> inside;

  private FeedCatalogue(List<RecordSort> sorts, List<String> inside) {
    this.sorts = List.copyOf(sorts);
    this.inside = List.copyOf(inside);
  }

  static FeedCatalogue bundled() {
    return BUNDLED;
  }

  List<RecordSort> sorts() {
    return sorts;
  }

  /** How a name has to be written that stands inside a list of names and values. */
  Optional<String> inside(String field) {
    return inside.stream().filter(path -> path.endsWith("." + field)).findFirst();
  }

  private static FeedCatalogue load() {
    try (InputStream in = FeedCatalogue.class.getResourceAsStream(RESOURCE)) {
      Section file =
          new Section("", YamlDocuments.read(new String(in.readAllBytes(), UTF_8)).get(0));
      List<String> common = file.texts("common");
      List<RecordSort> sorts = new ArrayList<>();
      for (Object entry : (List<?>) file.map().get("kinds")) {
        sorts.add(sort(section((Map<?, ?>) entry), common));
      }
      return new FeedCatalogue(sorts, file.texts("inside"));
    } catch (IOException e) {
      throw new UncheckedIOException("the bundled " + RESOURCE + " cannot be read", e);
    }
  }

  @SuppressWarnings("unchecked") // YamlDocuments makes no other maps
  private static Section section(Map<?, ?> entry) {
    return new Section("kinds", (Map<String, Object>) entry);
  }

  private static RecordSort sort(Section entry, List<String> common) {
    boolean mailbox = entry.text("mailbox").isPresent();
    List<String> operations = new ArrayList<>(mailbox ? mailboxActions() : List.of());
    List<Pattern> patterns = new ArrayList<>();
    for (String operation : entry.texts("operations")) {
      if (operation.startsWith("/")) {
        patterns.add(Pattern.compile(operation.substring(1, operation.length() - 1)));
      } else {
        operations.add(operation);
      }
    }
    List<String> fields = new ArrayList<>(common);
    fields.addAll(entry.texts("fields"));
    return new RecordSort(
        entry.requiredText("name"),
        entry.requiredText("content"),
        entry.texts("types"),
        entry.texts("workloads"),
        operations,
        patterns,
        fields,
        entry.texts("results"),
        mailbox || operations.contains("MailItemsAccessed"));
  }

  private static List<String> mailboxActions() {
    return ActionTable.bundled().actions().stream()
        .filter(row -> row.table() == MailboxAction.Table.CURRENT)
        .map(MailboxAction::action)
        .distinct()
        .toList();
  }
}
