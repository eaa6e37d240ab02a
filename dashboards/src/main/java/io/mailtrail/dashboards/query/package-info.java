/** Pure: what an address of the search page means, and the search request that it becomes. */
package io.mailtrail.dashboards.query;
