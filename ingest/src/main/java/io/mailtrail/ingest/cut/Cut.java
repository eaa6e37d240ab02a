package io.mailtrail.ingest.cut;

import java.util.Objects;

/** What a container holds at one position. The arrays are not copied: nobody may change them. */
public sealed interface Cut {
  /** Position in the container, from 0; records and rejects count alike. */
  long ordinal();

  /** The bytes as they stood in the container. */
  byte[] bytes();

  /** One record's own bytes. Whether they are a good record is for the normaliser to say. */
  record RecordBytes(byte[] bytes, long ordinal) implements Cut {
    public RecordBytes {
      Objects.requireNonNull(bytes, "bytes");
    }
  }

  /**
   * Something from which no record can be cut.
   *
   * @param code one of {@link Codes}
   * @param message one sentence for a person
   * @param bytes the original bytes, at most {@link io.mailtrail.model.Limits#MAX_RECORD_BYTES}
   */
  record Reject(String code, String message, byte[] bytes, long ordinal) implements Cut {
    public Reject {
      Objects.requireNonNull(code, "code");
      Objects.requireNonNull(message, "message");
      Objects.requireNonNull(bytes, "bytes");
    }
  }

  /** The fixed vocabulary of {@link Reject#code()}. */
  final class Codes {
    /** No end of this record could be found. */
    public static final String NOT_JSON = "not_json";

    /** The container ends inside this record. */
    public static final String CUT_OFF = "cut_off";

    /** Larger than {@link io.mailtrail.model.Limits#MAX_RECORD_BYTES}. */
    public static final String TOO_LARGE = "too_large";

    /** A row without anything in its {@code AuditData} column. */
    public static final String NO_AUDIT_DATA = "no_audit_data";

    /** A row that is not CSV. */
    public static final String NOT_CSV = "not_csv";

    /** The format of the file was not recognised, or not the one that was named. */
    public static final String UNKNOWN_FORMAT = "unknown_format";

    /** The compressed file is damaged, or inflates beyond all measure. */
    public static final String BAD_ARCHIVE = "bad_archive";

    /** What stands between or in the elements of an XML file and is none that can be read. */
    public static final String NOT_XML = "not_xml";

    /** A document type declaration: it could name other files or grow without end. */
    public static final String DTD_REFUSED = "dtd_refused";

    /** An element that is neither of the mailbox nor of the admin audit log. */
    public static final String UNKNOWN_EVENT = "unknown_event";

    /** A date that may mean two days. */
    public static final String AMBIGUOUS_TIME = "ambiguous_time";

    private Codes() {}
  }
}
