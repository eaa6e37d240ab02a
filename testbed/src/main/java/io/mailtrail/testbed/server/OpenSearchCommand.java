package io.mailtrail.testbed.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command that runs OpenSearch. What its own start script would come to, without the three JVMs
 * that the script starts first; see {@code config/jvm.options} of the distribution.
 *
 * @param jdk decides the flags
 * @param javaHome where that JDK is run from
 * @param home the distribution
 */
record OpenSearchCommand(OpenSearchLine openSearch, Jdk jdk, Path javaHome, Path home) {

  List<String> line(DataFolder folder, ServerOptions options) {
    int heapMegabytes = options.heapMegabytes();
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin/java").toString());
    command.addAll(
        List.of(
            "-Xms" + Math.min(heapMegabytes, 256) + "m",
            "-Xmx" + heapMegabytes + "m",
            "-Xss1m",
            "-XX:MaxDirectMemorySize=256m",
            "-XX:+UseG1GC",
            "-XX:G1ReservePercent=25",
            "-XX:InitiatingHeapOccupancyPercent=30",
            "-XX:-OmitStackTraceInFastThrow",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:ErrorFile=" + folder.logs().resolve("crash.log"),
            "-Djava.awt.headless=true",
            "-Dfile.encoding=UTF-8",
            "-Djava.io.tmpdir=" + folder.temporary(),
            "-Djna.nosys=true",
            "-Djna.tmpdir=" + folder.temporary(),
            "-Dio.netty.noUnsafe=true",
            "-Dio.netty.noKeySetOptimization=true",
            "-Dio.netty.recycler.maxCapacityPerThread=0",
            "-Dio.netty.allocator.numDirectArenas=0",
            "-Dlog4j.shutdownHookEnabled=false",
            "-Dlog4j2.disable.jmx=true",
            "-Djava.locale.providers=SPI,CLDR"));
    if (options.shortLived()) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.addAll(openSearch == OpenSearchLine.V3 ? agent() : securityManager());
    command.addAll(
        List.of(
            "-Dopensearch.path.home=" + home,
            "-Dopensearch.path.conf=" + folder.config(),
            "-Dopensearch.distribution.type=zip",
            "-Dopensearch.bundled_jdk=false",
            "-cp",
            home.resolve("lib") + "/*",
            "org.opensearch.bootstrap.OpenSearch"));
    return command;
  }

  private List<String> agent() {
    return List.of(
        "-javaagent:" + home.resolve("agent/opensearch-agent.jar"),
        "--add-modules=jdk.incubator.vector",
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED",
        "-Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1");
  }

  private List<String> securityManager() {
    List<String> flags = new ArrayList<>();
    flags.add(
        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
            + "org.opensearch.secure_sm.SecuredForkJoinWorkerThreadFactory");
    if (jdk.feature() >= 18) {
      flags.add("-Djava.security.manager=allow");
    }
    if (jdk.feature() >= 20) {
      flags.add("--add-modules=jdk.incubator.vector");
    }
    return flags;
  }
}
