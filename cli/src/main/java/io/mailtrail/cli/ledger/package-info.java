/** {@code mailtrail ledger}: is collection complete, and if not, exactly what is missing. */
package io.mailtrail.cli.ledger;
