/** The console: a server-rendered web application over the indices that the sink writes. */
package io.mailtrail.dashboards;
