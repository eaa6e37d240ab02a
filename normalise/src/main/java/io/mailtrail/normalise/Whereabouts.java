package io.mailtrail.normalise;

/**
 * What the tables know of an address.
 *
 * @param own name of the own network that holds it, or null
 * @param hosting name of the hosting provider, or null
 * @param anonymiser name of the anonymiser, or null
 */
record Whereabouts(Place place, byte[] own, byte[] hosting, byte[] anonymiser) {}
