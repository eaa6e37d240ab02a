/**
 * The Office 365 Management Activity API as a client sees it: calls, and what to do when one does
 * not give what was asked for.
 */
package io.mailtrail.ingest.api;
