package io.mailtrail.cli.offline;

import io.mailtrail.ingest.file.DateOrder;
import io.mailtrail.ingest.file.FileFormat;
import io.mailtrail.ingest.file.FileOptions;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What every verb takes that reads exported files. */
public final class InputOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      completionCandidates = FormatNames.class,
      description = "What the files are, if their content does not tell: ${COMPLETION-CANDIDATES}.")
  private FileFormat format;

  @Option(
      names = "--tenant",
      paramLabel = "ID",
      defaultValue = "",
      description = "Whose records these are (default: the OrganizationId of each record).")
  private String tenant;

  @Option(
      names = "--dates",
      paramLabel = "ORDER",
      converter = OrderConverter.class,
      completionCandidates = OrderNames.class,
      description =
          "Dates like 3/4/2026 in mailbox exports, if the file does not tell:"
              + " ${COMPLETION-CANDIDATES}.")
  private DateOrder dates;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description =
          "Zone of times without one in mailbox exports, such as Europe/Oslo (default:"
              + " ${DEFAULT-VALUE}).")
  private ZoneId zone;

  @Option(
      names = "--oversized",
      paramLabel = "FOLDER",
      description =
          "Where records above 4 MiB, which are refused, are kept whole (default: nowhere).")
  private Path oversized;

  /** What is known better than the content of the files tells. */
  public FileOptions options() {
    return new FileOptions(
        Optional.ofNullable(format),
        Optional.ofNullable(dates),
        zone,
        Optional.ofNullable(oversized));
  }

  /** Lower case, as ids of tenants are everywhere; empty where none was named. */
  public String tenant() {
    return tenant.strip().toLowerCase(Locale.ROOT);
  }

  /** The names of {@link FileFormat} as they are typed. */
  static final class FormatNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }

    static List<String> names() {
      return Arrays.stream(FileFormat.values()).map(FileFormat::optionName).toList();
    }
  }

  /** The names of {@link DateOrder} as they are typed. */
  static final class OrderNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }

    static List<String> names() {
      return Arrays.stream(DateOrder.values()).map(DateOrder::optionName).toList();
    }
  }

  static final class OrderConverter implements ITypeConverter<DateOrder> {
    @Override
    public DateOrder convert(String name) {
      return DateOrder.ofOptionName(name)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "no order is called '"
                          + name
                          + "'; there are "
                          + String.join(", ", OrderNames.names())));
    }
  }

  static final class FormatConverter implements ITypeConverter<FileFormat> {
    @Override
    public FileFormat convert(String name) {
      return FileFormat.ofOptionName(name)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "no format is called '"
                          + name
                          + "'; there are "
                          + String.join(", ", FormatNames.names())));
    }
  }
}
