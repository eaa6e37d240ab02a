/** The contract between processes: what travels on which topic, under which id, in which form. */
package io.mailtrail.model;
