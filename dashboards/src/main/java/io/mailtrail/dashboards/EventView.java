package io.mailtrail.dashboards;

import java.util.List;

/**
 * One record, with all its fields.
 *
 * @param alerts alerts that this record is evidence of
 * @param json the document as it stands, indented
 */
record EventView(
    String id,
    String link,
    String message,
    String time,
    String outcome,
    List<Link> links,
    List<Link> alerts,
    List<Group> groups,
    String json) {

  record Link(String label, String title, String href) {}

  /** Fields that belong together. */
  record Group(String title, List<Row> rows) {}

  record Row(String field, List<Value> values) {
    /** The field's name up to its last dot, with it. */
    String path() {
      return field.substring(0, field.lastIndexOf('.') + 1);
    }

    String name() {
      return field.substring(field.lastIndexOf('.') + 1);
    }
  }

  /**
   * @param includeLink search for this value; null where the value cannot be searched for
   */
  record Value(String text, String includeLink, String excludeLink) {}
}
