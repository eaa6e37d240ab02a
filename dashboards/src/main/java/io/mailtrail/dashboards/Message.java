package io.mailtrail.dashboards;

/**
 * A page that only says something.
 *
 * @param retry whether to offer asking again
 */
record Message(String title, String sentence, String hint, boolean retry) {}
