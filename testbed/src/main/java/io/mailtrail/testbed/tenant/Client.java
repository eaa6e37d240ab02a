package io.mailtrail.testbed.tenant;

/** What people read mail with, and how it shows in the records. */
enum Client {
  OUTLOOK_WINDOWS(
      "Windows10",
      "Other",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; WebView/3.0) AppleWebKit/537.36 (KHTML, like"
          + " Gecko) Chrome/70.0.3538.102 Safari/537.36 Edge/18.19045",
      "Client=MSExchangeRPC",
      "d3590ed6-52b3-4102-aeff-aad2292ab01c",
      "OAuth2:Token"),
  OUTLOOK_MAC(
      "MacOs",
      "Other",
      "Outlook-Mac/16.93 (Mac OS X 14.6.1; x86_64; MacBookPro18,3)",
      "Client=WebServices;MacOutlook/16.93.25011212 (Intelx64 Mac OS X 14.6.1 (Build 23G93));",
      "d3590ed6-52b3-4102-aeff-aad2292ab01c",
      "OAuth2:Token"),
  OWA_EDGE(
      "Windows10",
      "Edge",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/133.0.0.0 Safari/537.36 Edg/133.0.0.0",
      "Client=OWA;Action=ViaProxy",
      "9199bf20-a13f-4107-85dc-02114787ef48",
      "OAuth2:Authorize"),
  OWA_CHROME(
      "MacOs",
      "Chrome",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/133.0.0.0 Safari/537.36",
      "Client=OWA;Action=ViaProxy",
      "9199bf20-a13f-4107-85dc-02114787ef48",
      "OAuth2:Authorize"),
  OWA_FIREFOX(
      "Linux",
      "Firefox",
      "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
      "Client=OWA;Action=ViaProxy",
      "9199bf20-a13f-4107-85dc-02114787ef48",
      "Login:login"),
  OUTLOOK_IOS(
      "Ios 17.6",
      "Mobile Safari",
      "Outlook-iOS/2.0 (iPhone; iOS 17.6.1)",
      "Client=REST;Client=RESTSystem;;",
      "27922004-5251-4030-b22d-91ecd9a37ea4",
      "OAuth2:Token"),
  OUTLOOK_ANDROID(
      "Android",
      "Chrome Mobile",
      "Mozilla/5.0 (Linux; Android 14; SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Version/4.0 Chrome/133.0.0.0 Mobile Safari/537.36 PKeyAuth/1.0",
      "Client=REST;Client=RESTSystem;;",
      "27922004-5251-4030-b22d-91ecd9a37ea4",
      "OAuth2:Token"),
  /** IMAP with a password, as Entra writes it: no second factor can be asked for. */
  IMAP(
      "",
      "Other",
      "BAV2ROPC",
      "Client=POP3/IMAP4;Protocol=IMAP4",
      "00000002-0000-0ff1-ce00-000000000000",
      "OAuth2:Token");

  private final String os;
  private final String browser;
  private final String userAgent;
  private final String clientInfo;
  private final String applicationId;
  private final String requestType;

  Client(
      String os,
      String browser,
      String userAgent,
      String clientInfo,
      String applicationId,
      String requestType) {
    this.os = os;
    this.browser = browser;
    this.userAgent = userAgent;
    this.clientInfo = clientInfo;
    this.applicationId = applicationId;
    this.requestType = requestType;
  }

  String os() {
    return os;
  }

  String browser() {
    return browser;
  }

  String userAgent() {
    return userAgent;
  }

  /** The start of {@code ClientInfoString} in mailbox records. */
  String clientInfo() {
    return clientInfo;
  }

  /** Microsoft's id of the application that signs in. */
  String applicationId() {
    return applicationId;
  }

  /** {@code RequestType} among the extended properties of a sign-in. */
  String requestType() {
    return requestType;
  }

  boolean isBrowser() {
    return clientInfo.startsWith("Client=OWA");
  }
}
