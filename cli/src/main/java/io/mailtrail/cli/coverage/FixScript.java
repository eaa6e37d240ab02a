package io.mailtrail.cli.coverage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mailtrail.cli.DataOutput;
import io.mailtrail.coverage.Mailbox;
import io.mailtrail.coverage.Remedy;
import io.mailtrail.model.Json;
import java.util.List;

/** The commands that would close the gaps, as a script for a person to read first. */
final class FixScript {
  private final Remedy remedy;
  private final List<Mailbox> mailboxes;

  FixScript(Remedy remedy, List<Mailbox> mailboxes) {
    this.remedy = remedy;
    this.mailboxes = mailboxes;
  }

  void write(DataOutput out, boolean json) {
    List<String> organisation = remedy.organisation();
    if (json) {
      organisation.forEach(command -> out.line(json("organisation", command)));
      mailboxes.forEach(
          mailbox ->
              remedy.mailbox(mailbox).forEach(command -> out.line(json(mailbox.label(), command))));
      remedy.all(mailboxes).forEach(command -> out.line(json("all", command)));
      return;
    }
    CoverageCommand.print(out, "# For Exchange Online PowerShell. Read it before you run it.");
    organisation.forEach(command -> CoverageCommand.print(out, command));
    long lacking = 0;
    for (Mailbox mailbox : mailboxes) {
      List<String> commands = remedy.mailbox(mailbox);
      commands.forEach(command -> CoverageCommand.print(out, command));
      lacking += commands.isEmpty() ? 0 : 1;
    }
    List<String> all = remedy.all(mailboxes);
    if (mailboxes.size() > 1 && !all.isEmpty()) {
      CoverageCommand.print(out, "# Or, in place of the Set-Mailbox lines above, for all at once:");
      all.forEach(command -> CoverageCommand.print(out, "# " + command));
    }
    CoverageCommand.print(
        out, "# " + lacking + " of " + mailboxes.size() + " mailboxes lack something.");
  }

  private static byte[] json(String mailbox, String command) {
    ObjectNode node = Json.mapper().createObjectNode();
    node.put("mailbox", mailbox).put("command", command);
    return Json.bytes(node);
  }
}
