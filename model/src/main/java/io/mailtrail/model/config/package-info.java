/** One configuration record per process, read once from a file and the environment. */
package io.mailtrail.model.config;
