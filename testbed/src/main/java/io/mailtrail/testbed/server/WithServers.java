package io.mailtrail.testbed.server;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class real servers: a parameter of type {@link KafkaEndpoint} or {@link
 * OpenSearchEndpoint}, of the constructor, a lifecycle method or a test, starts that server. All
 * test classes of one test JVM share one of each, so tests keep out of each other's way by unique
 * names or by starting from empty topics and indices.
 *
 * <p>The servers are child processes; with {@code MAILTRAIL_TEST_SERVERS=testcontainers} they are
 * containers, and the tests fail where Docker is not to be reached.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ServersExtension.class)
public @interface WithServers {}
