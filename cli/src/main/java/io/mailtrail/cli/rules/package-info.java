/** The verbs about rules: whether they can match, whether their tests hold, what they cover. */
package io.mailtrail.cli.rules;
