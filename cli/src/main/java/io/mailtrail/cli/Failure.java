package io.mailtrail.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What was asked for cannot be done, said in one sentence for the person who asked. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Failure(String sentence) {
    super(sentence);
  }

  public Failure(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /** A file that could not be read or written, with the system's reason in plain words. */
  public static Failure file(Path file, IOException e) {
    return new Failure(file + ": " + reason(e), e);
  }

  /** The reason without the path, which the platform's messages only repeat. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    if (e instanceof CharacterCodingException) {
      return "is not text in UTF-8";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
