package io.mailtrail.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * The content types that a tenant can subscribe to at the Office 365 Management Activity API.
 *
 * @see <a
 *     href="https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-reference">API
 *     reference</a>
 */
public enum ContentType {
  AZURE_ACTIVE_DIRECTORY("Audit.AzureActiveDirectory"),
  EXCHANGE("Audit.Exchange"),
  SHAREPOINT("Audit.SharePoint"),
  GENERAL("Audit.General"),
  DLP("DLP.All");

  private final String wireName;

  ContentType(String wireName) {
    this.wireName = wireName;
  }

  /** The name the API uses, such as {@code Audit.Exchange}. */
  public String wireName() {
    return wireName;
  }

  public static Optional<ContentType> ofWireName(String name) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(name)).findFirst();
  }
}
