/** Reading the indices, through the OpenSearch Java client. */
package io.mailtrail.dashboards.store;
