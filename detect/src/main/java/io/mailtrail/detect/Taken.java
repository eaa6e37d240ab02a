package io.mailtrail.detect;

/**
 * The time that an episode takes, or a window that was looked at and is none.
 *
 * @param until no occurrence up to this time begins another
 * @param closesAt once the watermark reaches this, no later record can change it
 */
record Taken(long anchor, long until, long closesAt) {}
