package io.mailtrail.normalise;

/** Paths inside records that the code names, as nodes of one {@link Names}. */
final class Paths {
  final Node recordType;
  final Node actor;
  final Node actorType;
  final Node target;
  final Node session;
  final Node clientAppName;
  final Node userAgent;
  final Node deviceSession;
  final Node deviceSystem;
  final Node deviceBrowser;
  final Node itemFolder;
  final Node item;
  final Node affectedItems;
  final Node folderItems;
  final Node folder;
  final Node destinationFolder;
  final Node[] messageIds;
  final Node[] forwards;
  final Node[] redirects;
  final Node[] copies;
  final Node moveToFolder;
  final Node deleteMessage;
  final Node markAsRead;
  final Node parameterName;
  final Node parameterIdentity;
  final Node parameterMailbox;
  final Node parameterUser;
  final Node parameterTrustee;
  final Node ruleName;
  final Node ruleOperation;
  final Node mailAccessType;
  final Node resultDetail;
  final Node accessRights;
  final Node[] grantees;
  final Node[] memberSids;
  final Node[] memberRights;
  final Node[] subjects;

  final Node clientAppId;
  final Node deviceName;
  final Node deviceId;
  final Node matchedFrom;
  final Node matchedSent;
  final Node judgedRecipients;
  final Node attachmentName;
  final Node attachmentHash;
  final Node judgedFileName;
  final Node judgedFilePath;
  final Node judgedFileSize;
  final Node judgedFileHash;
  final Node matchedFileName;
  final Node matchedFilePath;
  final Node matchedFileSize;
  final Node matchedFileOwner;
  final Node endpointOperation;
  final Node endpointDevice;
  final Node endpointFileSize;
  final Node endpointSha256;
  final Node endpointSha1;
  final Node labelledOn;
  final Node policyName;
  final Node policyRuleName;
  final Node policyRuleId;
  final Node fileSizeBytes;
  final Node ruleActions;
  final Node members;
  final Node roleName;
  final Node roleNameBefore;
  final Node groupName;
  final Node groupNameBefore;
  final Node groupId;
  final Node groupIdBefore;
  final Node userUpn;
  final Node recipientUpn;
  final Node[] recipients;
  final Node[] matchedRecipients;
  final Node[] attachments;

  Paths(Names names) {
    recordType = names.node("RecordType");
    actor = names.node("Actor.Id");
    actorType = names.node("Actor.Type");
    target = names.node("Target.Id");
    session = names.node("AppAccessContext.AADSessionId");
    clientAppName = names.node("AppAccessContext.ClientAppName");
    userAgent = names.node("ExtendedProperties.UserAgent");
    deviceSession = names.node("DeviceProperties.SessionId");
    deviceSystem = names.node("DeviceProperties.OS");
    deviceBrowser = names.node("DeviceProperties.BrowserType");
    itemFolder = names.node("Item.ParentFolder.Path");
    item = names.node("Item");
    affectedItems = names.node("AffectedItems");
    folderItems = names.node("Folders.FolderItems");
    folder = names.node("Folder.Path");
    destinationFolder = names.node("DestFolder.Path");
    messageIds =
        names.nodes(
            "Item.InternetMessageId",
            "AffectedItems.InternetMessageId",
            "Folders.FolderItems.InternetMessageId");
    forwards =
        names.nodes(
            "Parameters.ForwardTo",
            "Parameters.ForwardAsAttachmentTo",
            "Parameters.ForwardingSmtpAddress",
            "Parameters.ForwardingAddress");
    redirects = names.nodes("Parameters.RedirectTo", "Parameters.RedirectMessageTo");
    copies =
        names.nodes("Parameters.BlindCopyTo", "Parameters.CopyTo", "Parameters.AddToRecipients");
    moveToFolder = names.node("Parameters.MoveToFolder");
    deleteMessage = names.node("Parameters.DeleteMessage");
    markAsRead = names.node("Parameters.MarkAsRead");
    parameterName = names.node("Parameters.Name");
    parameterIdentity = names.node("Parameters.Identity");
    parameterMailbox = names.node("Parameters.Mailbox");
    parameterUser = names.node("Parameters.User");
    parameterTrustee = names.node("Parameters.Trustee");
    ruleName = names.node("OperationProperties.RuleName");
    ruleOperation = names.node("OperationProperties.RuleOperation");
    mailAccessType = names.node("OperationProperties.MailAccessType");
    resultDetail = names.node("ExtendedProperties.ResultStatusDetail");
    accessRights = names.node("Parameters.AccessRights");
    grantees =
        names.nodes(
            "Parameters.User",
            "Parameters.Trustee",
            "Parameters.GrantSendOnBehalfTo",
            "Parameters.Member",
            "Folder.MemberUpn",
            "Folders.MemberUpn",
            "Item.ParentFolder.MemberUpn");
    memberSids =
        names.nodes("Folder.MemberSid", "Folders.MemberSid", "Item.ParentFolder.MemberSid");
    memberRights =
        names.nodes(
            "Folder.MemberRights", "Folders.MemberRights", "Item.ParentFolder.MemberRights");
    subjects =
        names.nodes(
            "Item.Subject",
            "AffectedItems.Subject",
            "Folders.FolderItems.Subject",
            "ExchangeMetaData.Subject");
    clientAppId = names.node("AppAccessContext.ClientAppId");
    deviceName = names.node("DeviceProperties.DisplayName");
    deviceId = names.node("DeviceProperties.Id");
    matchedFrom = names.node("ExchangeMetaData.From");
    matchedSent = names.node("ExchangeMetaData.Sent");
    judgedRecipients = names.node("Recipients");
    attachmentName = names.node("AttachmentData.FileName");
    attachmentHash = names.node("AttachmentData.SHA256");
    judgedFileName = names.node("FileData.FileName");
    judgedFilePath = names.node("FileData.FilePath");
    judgedFileSize = names.node("FileData.FileSize");
    judgedFileHash = names.node("FileData.SHA256");
    matchedFileName = names.node("SharePointMetaData.FileName");
    matchedFilePath = names.node("SharePointMetaData.FilePathUrl");
    matchedFileSize = names.node("SharePointMetaData.FileSize");
    matchedFileOwner = names.node("SharePointMetaData.FileOwner");
    endpointOperation = names.node("EndpointMetaData.EndpointOperation");
    endpointDevice = names.node("EndpointMetaData.DeviceName");
    endpointFileSize = names.node("EndpointMetaData.FileSize");
    endpointSha256 = names.node("EndpointMetaData.SHA256");
    endpointSha1 = names.node("EndpointMetaData.SHA1");
    labelledOn = names.node("Common.DeviceName");
    policyName = names.node("PolicyDetails.PolicyName");
    policyRuleName = names.node("PolicyDetails.Rules.RuleName");
    policyRuleId = names.node("PolicyDetails.Rules.RuleId");
    fileSizeBytes = names.node("FileSizeBytes");
    ruleActions = names.node("OperationProperties.RuleActions");
    members = names.node("Members.UPN");
    roleName = names.inList("ModifiedProperties", "Role.DisplayName");
    roleNameBefore = names.child(roleName, "old");
    groupName = names.inList("ModifiedProperties", "Group.DisplayName");
    groupNameBefore = names.child(groupName, "old");
    groupId = names.inList("ModifiedProperties", "Group.ObjectID");
    groupIdBefore = names.child(groupId, "old");
    userUpn = names.node("UserUPN");
    recipientUpn = names.node("RecipientUPN");
    recipients =
        names.nodes(
            "recipientList",
            "recipientList.Address",
            "recipientList.EmailAddress",
            "recipientList.SmtpAddress");
    matchedRecipients =
        names.nodes("ExchangeMetaData.To", "ExchangeMetaData.CC", "ExchangeMetaData.BCC");
    attachments = names.nodes("Item.Attachments", "AffectedItems.Attachments");
  }
}
