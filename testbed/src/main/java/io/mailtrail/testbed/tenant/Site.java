package io.mailtrail.testbed.tenant;

import java.time.ZoneId;

/** Where the company has an office: its country, its time, its line. */
enum Site {
  BRISTOL("GB", "Europe/London", "zen", "vpn-london"),
  LONDON("GB", "Europe/London", "gamma", "vpn-manchester"),
  AMSTERDAM("NL", "Europe/Amsterdam", "eurofiber", "vpn-amsterdam"),
  MUNICH("DE", "Europe/Berlin", "m-net", "vpn-frankfurt");

  private final String country;
  private final ZoneId zone;
  private final String officeNetwork;
  private final String vpnExit;

  Site(String country, String zone, String officeNetwork, String vpnExit) {
    this.country = country;
    this.zone = ZoneId.of(zone);
    this.officeNetwork = officeNetwork;
    this.vpnExit = vpnExit;
  }

  String country() {
    return country;
  }

  ZoneId zone() {
    return zone;
  }

  Network office() {
    return Networks.named(officeNetwork);
  }

  /** The exit of the VPN provider that people here get as a rule. */
  Network vpnExit() {
    return Networks.named(vpnExit);
  }
}
