/** What follows from the ledger: is collection complete, and if not, what exactly is missing. */
package io.mailtrail.model.ledger;
