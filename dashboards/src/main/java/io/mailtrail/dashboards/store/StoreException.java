package io.mailtrail.dashboards.store;

/** OpenSearch cannot be reached, or answers in a way that no page can be made of. */
public sealed class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }

  /** It can be reached, and did not finish a search in time. */
  public static final class TookTooLong extends StoreException {
    private static final long serialVersionUID = 1L;

    /**
     * @param sentence for the person who asked
     */
    public TookTooLong(String sentence) {
      super(sentence, null);
    }
  }
}
