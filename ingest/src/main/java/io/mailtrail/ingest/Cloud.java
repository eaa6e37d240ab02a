package io.mailtrail.ingest;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;

/**
 * Microsoft's clouds, each with its own hosts.
 *
 * @see <a
 *     href="https://learn.microsoft.com/office/office-365-management-api/office-365-management-activity-api-reference">API
 *     reference</a>
 */
public enum Cloud {
  ENTERPRISE("enterprise", "https://manage.office.com", "https://login.microsoftonline.com"),
  GCC("gcc", "https://manage-gcc.office.com", "https://login.microsoftonline.com"),
  GCC_HIGH("gcc-high", "https://manage.office365.us", "https://login.microsoftonline.us"),
  DOD("dod", "https://manage.protection.apps.mil", "https://login.microsoftonline.us");

  private final String settingName;
  private final URI apiUrl;
  private final URI loginUrl;

  Cloud(String settingName, String apiUrl, String loginUrl) {
    this.settingName = settingName;
    this.apiUrl = URI.create(apiUrl);
    this.loginUrl = URI.create(loginUrl);
  }

  /** What settings call it, such as {@code gcc-high}. */
  public String settingName() {
    return settingName;
  }

  /** Where its Management Activity API is. */
  public URI apiUrl() {
    return apiUrl;
  }

  /** Where its applications sign in. */
  public URI loginUrl() {
    return loginUrl;
  }

  static Optional<Cloud> named(String name) {
    return Arrays.stream(values()).filter(cloud -> cloud.settingName.equals(name)).findFirst();
  }
}
