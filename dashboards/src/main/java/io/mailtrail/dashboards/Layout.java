package io.mailtrail.dashboards;

/**
 * What stands around every page.
 *
 * @param section the entry of the navigation that is current; empty for none
 */
record Layout(String title, String section, Assets assets) {}
