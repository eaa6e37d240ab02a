package io.mailtrail.sink;

import java.util.Set;

/**
 * What OpenSearch says about one document of a bulk.
 *
 * @param status HTTP status of the item
 * @param errorType such as {@code mapper_parsing_exception}; empty where there is no error
 * @param reason the server's sentence, which may quote the document; empty where there is none
 */
record ItemReply(int status, String errorType, String reason) {
  /**
   * Errors with a status of 4xx that speak of the index or the cluster, not of the document: a
   * write block, a closed index, too many shards. Somebody can lift each of them, and then the
   * document is welcome. The first three were seen on 3.8.0.
   */
  private static final Set<String> NOT_THE_DOCUMENTS_FAULT =
      Set.of(
          "cluster_block_exception",
          "index_closed_exception",
          "validation_exception",
          "opensearch_rejected_execution_exception",
          "rejected_execution_exception",
          "circuit_breaking_exception");

  /** Whether an error of this type speaks of the index or the cluster and can be lifted. */
  static boolean isNotTheDocumentsFault(String errorType) {
    return NOT_THE_DOCUMENTS_FAULT.contains(errorType);
  }

  /** What an item's reply means. */
  enum Verdict {
    CREATED,
    UPDATED,
    /** A document with this version or a higher one is there. */
    CONFLICT,
    REJECTED,
    RETRY,
    /** Nothing that is sent can be written. */
    FATAL
  }

  Verdict verdict() {
    if (status == 201) {
      return Verdict.CREATED;
    }
    if (status == 200) {
      return Verdict.UPDATED;
    }
    if (status == 409) {
      return Verdict.CONFLICT;
    }
    if (status == 408 || status == 429 || status >= 500 || isNotTheDocumentsFault(errorType)) {
      return Verdict.RETRY;
    }
    if (status == 401 || status == 403 || errorType.equals("index_not_found_exception")) {
      return Verdict.FATAL;
    }
    return status >= 400 ? Verdict.REJECTED : Verdict.RETRY;
  }

  /** Status and type: no contents, so it may be logged. */
  String code() {
    return errorType.isEmpty() ? Integer.toString(status) : status + " " + errorType;
  }

  /** Status, type and reason; may quote the document. */
  String describe() {
    return reason.isEmpty() ? code() : code() + ": " + reason;
  }
}
