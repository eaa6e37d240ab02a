package io.mailtrail.testbed.tenant;

/**
 * A person, or who pretends to be, at a client on a network: what ties a sign-in to what follows.
 *
 * @param id the {@code SessionId} of sign-in and mailbox records
 */
record Session(Person person, Network network, String address, Client client, String id) {

  static Session at(Person person, Network network, String address, Client client, Dice dice) {
    return new Session(person, network, address, client, dice.guid());
  }

  /** At home; over IPv6 every other time where the line has it. */
  static Session atHome(Person person, Client client, Dice dice) {
    Person.Places places = person.places();
    boolean overV6 = places.homeV6() != null && dice.perMille(500);
    String address = overV6 ? places.homeV6() : places.homeAddress();
    return at(person, places.home(), address, client, dice);
  }

  static Session atOffice(Person person, Client client, Dice dice) {
    return at(person, person.places().office(), person.places().officeAddress(), client, dice);
  }

  static Session onVpn(Person person, Client client, Dice dice) {
    return at(person, person.places().vpn(), person.places().vpnAddress(), client, dice);
  }

  /** On the phone: another address of the carrier each time. */
  static Session onPhone(Person person, Dice dice) {
    Network mobile = person.places().mobile();
    return at(person, mobile, mobile.address(dice), person.phone(), dice);
  }

  /** Anywhere else. */
  static Session elsewhere(Person person, Network network, Client client, Dice dice) {
    return at(person, network, network.address(dice), client, dice);
  }

  boolean isV6() {
    return address.indexOf(':') >= 0;
  }

  /** The address as cmdlet records write it: with a port, and brackets round IPv6. */
  String addressWithPort(Dice dice) {
    int port = dice.between(1_024, 65_535);
    return isV6() ? "[" + address + "]:" + port : address + ":" + port;
  }
}
