/** The verb {@code coverage}: what is being audited, and what "no result" means. */
package io.mailtrail.cli.coverage;
