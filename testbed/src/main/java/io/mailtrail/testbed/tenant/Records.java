package io.mailtrail.testbed.tenant;

/** The writers of all record types of one tenant. */
record Records(
    SignInRecords signIns,
    CmdletRecords cmdlets,
    MailboxRecords mailbox,
    MailAccessRecords mailAccess,
    DirectoryRecords directory,
    SearchRecords searches,
    CollaborationRecords collaboration) {

  static Records of(TenantPlan plan) {
    return new Records(
        new SignInRecords(plan),
        new CmdletRecords(plan),
        new MailboxRecords(plan),
        new MailAccessRecords(plan),
        new DirectoryRecords(plan),
        new SearchRecords(plan),
        new CollaborationRecords(plan));
  }
}
