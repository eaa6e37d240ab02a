package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Whether it worked. For a sign-in {@code ResultStatus} only says that the request was answered, so
 * the operation and the error decide; elsewhere it is the answer, in one of many spellings.
 */
final class Results {
  static final byte[] SUCCESS = "success".getBytes(US_ASCII);
  static final byte[] FAILURE = "failure".getBytes(US_ASCII);
  static final byte[] UNKNOWN = "unknown".getBytes(US_ASCII);

  private static final String[] GOOD = {
    "success", "succeeded", "true", "partiallysucceeded", "ok", "successful", "completed"
  };

  /** Failure, and nothing of why. */
  private static final String[] BAD = {"failed", "failure", "false", "fail", "error"};

  private static final String[] WORSE = {
    "denied",
    "unauthorized",
    "forbidden",
    "blocked",
    "timeout",
    "timedout",
    "notfound",
    "usererror",
    "systemerror"
  };
  private static final int[] ERRORS = {Slot.LOGON_ERROR, Slot.ERROR_NUMBER, Slot.ERROR_CODE};
  private static final int HTTP_STATUS_DIGITS = 3;

  /** Entra's error codes (AADSTS) have no fewer digits than this. */
  private static final int ERROR_DIGITS = 5;

  private static final int MAX_DIGITS = 12;

  private Results() {}

  static byte[] outcome(Picked picked, Operation operation) {
    if (operation.failedSignIn() || (operation.signIn() && hasError(picked))) {
      return FAILURE;
    }
    byte[] status = read(picked, picked.filled(Slot.RESULT_STATUS), operation);
    byte[] detail = read(picked, detail(picked), operation);
    if (operation.signIn() && detail == FAILURE) {
      return FAILURE;
    }
    if (status == null || (status == UNKNOWN && detail != null)) {
      status = detail;
    }
    if (status != null) {
      return status;
    }
    int success = picked.get(Slot.IS_SUCCESS);
    if (success != Picked.NONE) {
      return picked.matches(success, "true") ? SUCCESS : FAILURE;
    }
    return operation.successfulSignIn() ? SUCCESS : UNKNOWN;
  }

  /** Why it failed: the error of a sign-in, or what the status says beyond that it failed. */
  static int reason(Picked picked, Operation operation) {
    if (operation.signIn()) {
      for (int slot : ERRORS) {
        if (isError(picked, slot)) {
          return picked.filled(slot);
        }
      }
    }
    int detail = detail(picked);
    if (detail != Picked.NONE && !isAny(picked, detail, BAD) && !isAny(picked, detail, GOOD)) {
      return detail;
    }
    int status = picked.filled(Slot.RESULT_STATUS);
    return status != Picked.NONE
            && !isAny(picked, status, BAD)
            && !isAny(picked, status, GOOD)
            && length(picked, status) > 1
        ? status
        : Picked.NONE;
  }

  private static int detail(Picked picked) {
    int leaf = picked.first(picked.names.paths.resultDetail);
    return leaf == Picked.NONE || length(picked, leaf) == 0 ? Picked.NONE : leaf;
  }

  /** What one answer says; null without one. */
  private static byte[] read(Picked picked, int leaf, Operation operation) {
    if (leaf == Picked.NONE || length(picked, leaf) == 0) {
      return null;
    }
    if (isAny(picked, leaf, GOOD)) {
      return SUCCESS;
    }
    if (isAny(picked, leaf, BAD) || isAny(picked, leaf, WORSE)) {
      return FAILURE;
    }
    long code = number(picked, leaf);
    if (code < 0) {
      return UNKNOWN;
    }
    int digits = length(picked, leaf);
    if (digits == HTTP_STATUS_DIGITS && code >= 200 && code < 300) {
      return SUCCESS;
    }
    if (operation.codes()) {
      // Entra's codes: nothing but 0 is success.
      return code == 0 ? SUCCESS : FAILURE;
    }
    if (digits == 1 && code <= 1 && operation.flags()) {
      return code == 1 ? SUCCESS : FAILURE;
    }
    boolean http = digits == HTTP_STATUS_DIGITS && code >= 400 && code < 600;
    return http || digits >= ERROR_DIGITS ? FAILURE : UNKNOWN;
  }

  private static boolean hasError(Picked picked) {
    for (int slot : ERRORS) {
      if (isError(picked, slot)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isError(Picked picked, int slot) {
    int leaf = picked.filled(slot);
    return leaf != Picked.NONE
        && length(picked, leaf) > 0
        && !is(picked, leaf, "0")
        && !is(picked, leaf, "none")
        && !is(picked, leaf, "null");
  }

  private static boolean isAny(Picked picked, int leaf, String[] words) {
    for (String word : words) {
      if (is(picked, leaf, word)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a leaf is this ASCII text, in any letter case, with any spaces around it. */
  private static boolean is(Picked picked, int leaf, String lowerCase) {
    return length(picked, leaf) == lowerCase.length()
        && picked.matches(leaf, begin(picked, leaf), lowerCase);
  }

  private static int begin(Picked picked, int leaf) {
    int begin = 0;
    while (begin < picked.length(leaf)
        && isSpace(picked.source(leaf)[picked.start(leaf) + begin])) {
      begin++;
    }
    return begin;
  }

  /** Without spaces around it. */
  private static int length(Picked picked, int leaf) {
    int begin = begin(picked, leaf);
    int end = picked.length(leaf);
    while (end > begin && isSpace(picked.source(leaf)[picked.start(leaf) + end - 1])) {
      end--;
    }
    return end - begin;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /** The digits of a leaf as a number; -1 where it is none. */
  private static long number(Picked picked, int leaf) {
    int digits = length(picked, leaf);
    if (digits > MAX_DIGITS) {
      return -1;
    }
    int begin = picked.start(leaf) + begin(picked, leaf);
    long number = 0;
    for (int i = begin; i < begin + digits; i++) {
      byte b = picked.source(leaf)[i];
      if (b < '0' || b > '9') {
        return -1;
      }
      number = 10 * number + b - '0';
    }
    return number;
  }
}
