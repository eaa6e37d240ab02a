package io.mailtrail.coverage;

import io.mailtrail.model.LogonType;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What Exchange records, said a second time and as plainly as can be: a table typed from
 * Microsoft's pages and one function of a configuration in which nothing is unknown. Shares nothing
 * with the code under test but the enum of logon types.
 */
final class LittleModel {
  /** In the order admin, delegate, owner; D: by default, a: can be, -: never; p, n: licences. */
  private static final Map<String, String> CLASSIC =
      table(
          "Copy a--, Create DDa, FolderBind Da-, HardDelete DDa, MailboxLogin --a, MessageBind a--,"
              + " Move Daa, MoveToDeletedItems Daa, SendAs DD-, SendOnBehalf Da-, SoftDelete DDa,"
              + " Update DDa, UpdateCalendarDelegation D-D, UpdateFolderPermissions DDD");

  private static final Map<String, String> CURRENT =
      table(
          "AddFolderPermissions ---, ApplyRecord DDD, Copy a--, Create DDa, FolderBind aa-,"
              + " HardDelete DDD, MailboxLogin --a, MailItemsAccessed DDDp, MessageBind a--n,"
              + " ModifyFolderPermissions ---, Move aaa, MoveToDeletedItems DDD, RecordDelete aaa,"
              + " RemoveFolderPermissions ---, SearchQueryInitiated --ap, Send D-Dp, SendAs DD-,"
              + " SendOnBehalf DD-, SoftDelete DDD, Update DDD, UpdateCalendarDelegation D-D,"
              + " UpdateComplianceTag aaa, UpdateFolderPermissions DDD, UpdateInboxRules DDD");

  private static final Map<String, String> GROUP =
      table(
          "Create DD-, HardDelete DDD, MoveToDeletedItems DDD, SendAs DD-, SendOnBehalf DD-,"
              + " SoftDelete DDD, Update DDD");

  private LittleModel() {}

  /**
   * Everything that decides, with nothing left open.
   *
   * @param list the actions in the list of the logon type; null: Microsoft's defaults
   */
  record World(
      boolean ingestion,
      boolean auditDisabled,
      boolean exists,
      boolean bypass,
      boolean group,
      boolean premium,
      boolean enabled,
      Set<String> list) {}

  static Set<String> actions() {
    Set<String> all = new java.util.TreeSet<>(CURRENT.keySet());
    all.addAll(CLASSIC.keySet());
    return all;
  }

  static boolean isDefault(String action, LogonType logon, boolean classic) {
    String row = (classic ? CLASSIC : CURRENT).getOrDefault(action, "---");
    return row.charAt(column(logon)) == 'D';
  }

  static boolean recorded(World world, String action, LogonType logon, boolean classic) {
    String row =
        (world.group ? (classic ? Map.<String, String>of() : GROUP) : classic ? CLASSIC : CURRENT)
            .get(action);
    if (row == null || row.charAt(column(logon)) == '-') {
      return false;
    }
    if (!world.ingestion || !world.exists || world.bypass) {
      return false;
    }
    if (!classic && world.auditDisabled) {
      return false;
    }
    if (world.group) {
      return true;
    }
    if (row.endsWith("p") && !world.premium) {
      return false;
    }
    if (row.endsWith("n") && world.premium) {
      return false;
    }
    boolean isDefault = row.charAt(column(logon)) == 'D';
    if (world.enabled) {
      return world.list == null ? isDefault : world.list.contains(action);
    }
    return !classic && isDefault && world.premium;
  }

  private static int column(LogonType logon) {
    return logon == LogonType.ADMIN ? 0 : logon == LogonType.DELEGATE ? 1 : 2;
  }

  private static Map<String, String> table(String text) {
    Map<String, String> table = new TreeMap<>();
    for (String entry : text.split(", ", -1)) {
      table.put(entry.split(" ", -1)[0], entry.split(" ", -1)[1]);
    }
    return table;
  }
}
