/** The detection rules that come with Mailtrail, as text. */
package io.mailtrail.rules;
