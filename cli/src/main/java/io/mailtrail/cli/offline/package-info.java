/** Verbs that need no server: the live code, over files. */
package io.mailtrail.cli.offline;
