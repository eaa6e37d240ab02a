/** The {@code mailtrail} command: parses what was asked for and wires the modules that do it. */
package io.mailtrail.cli;
