package io.mailtrail.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.mailtrail.ingest.cut.Cut;
import io.mailtrail.ingest.cut.Cut.Codes;
import io.mailtrail.ingest.cut.Cut.RecordBytes;
import io.mailtrail.ingest.cut.Cut.Reject;
import io.mailtrail.ingest.cut.OversizedRecords;
import io.mailtrail.ingest.file.ExportRecord.Kind;
import io.mailtrail.ingest.file.ExportTimes.AmbiguousException;
import io.mailtrail.model.Limits;
import io.mailtrail.model.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;

/** {@code SearchResult.xml} of Exchange's mailbox and admin audit exports. */
final class SearchResultFile implements RecordFile {
  private static final Pattern FIRST_TAGS =
      Pattern.compile("<(?:[\\w.-]+:)?(?:SearchResults|Event)[\\s/>]", Pattern.CASE_INSENSITIVE);

  private final InputStream in;
  private final XmlItems items;
  private final ExportTimes times;
  private final OversizedRecords oversized;
  private final XmlEvent parser = new XmlEvent();
  private long ordinal;

  SearchResultFile(InputStream utf8, ExportTimes times, OversizedRecords oversized) {
    this.in = utf8;
    this.items = new XmlItems(utf8);
    this.times = times;
    this.oversized = oversized;
  }

  /** Whether the beginning of a file is that of one. */
  static boolean begins(String head) {
    return head.startsWith("<") && FIRST_TAGS.matcher(head).find();
  }

  @Override
  public Cut next() throws IOException {
    XmlItems.Piece piece = items.next();
    if (piece == null) {
      return null;
    }
    return piece.isEvent()
        ? event(piece.bytes())
        : reject(piece.code(), piece.message(), piece.bytes());
  }

  private Cut event(byte[] bytes) throws IOException {
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      ExportItem item = parser.read(text);
      Kind kind = Kind.of(item);
      if (kind == Kind.UNKNOWN) {
        return reject(
            Codes.UNKNOWN_EVENT, "neither of the mailbox nor of the admin audit log", bytes);
      }
      String format = kind == Kind.ADMIN ? "admin-audit-xml" : "mailbox-audit-xml";
      byte[] json = ExportRecord.of(item, kind, times, new ExportRecord.Source(format, text, null));
      return json.length > Limits.MAX_RECORD_BYTES
          ? reject(
              Codes.TOO_LARGE,
              "with what is made of it, this event is too large; " + oversized.keep(json),
              bytes)
          : new RecordBytes(json, ordinal++);
    } catch (CharacterCodingException e) {
      return reject(Codes.NOT_XML, "this event is not in the file's encoding", bytes);
    } catch (XMLStreamException e) {
      return reject(Codes.NOT_XML, "this event is not well-formed", bytes);
    } catch (AmbiguousException e) {
      return reject(Codes.AMBIGUOUS_TIME, e.getMessage(), bytes);
    }
  }

  private Reject reject(String code, String message, byte[] bytes) {
    return new Reject(code, message, bytes, ordinal++);
  }

  @Override
  public Origin origin() {
    return Origin.MAILBOX_EXPORT;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
