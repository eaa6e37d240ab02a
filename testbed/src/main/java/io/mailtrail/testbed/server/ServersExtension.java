package io.mailtrail.testbed.server;

import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Resolves the parameters of {@link WithServers}. The servers stop when the last test is done. */
public final class ServersExtension implements ParameterResolver {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(ServersExtension.class);

  private final Supplier<TestServers> servers;

  /** With the servers that {@code MAILTRAIL_TEST_SERVERS} asks for. */
  public ServersExtension() {
    this(TestServers::asked);
  }

  ServersExtension(Supplier<TestServers> servers) {
    this.servers = servers;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == KafkaEndpoint.class || type == OpenSearchEndpoint.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ExtensionContext.Store store = context.getRoot().getStore(NAMESPACE);
    try {
      TestServers shared =
          store.getOrComputeIfAbsent(TestServers.class, type -> servers.get(), TestServers.class);
      return parameter.getParameter().getType() == KafkaEndpoint.class
          ? shared.kafka()
          : shared.openSearch();
    } catch (ServerException e) {
      throw new ParameterResolutionException(e.getMessage(), e);
    }
  }
}
