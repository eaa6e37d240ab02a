/** What a rule would have found: the live graph over records of the past. */
package io.mailtrail.cli.backtest;
