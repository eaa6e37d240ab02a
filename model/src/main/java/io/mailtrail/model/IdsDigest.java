package io.mailtrail.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * A digest over a bag of ids that does not depend on their order and needs no memory for them: the
 * sum, modulo 2 to the power of 256, of the SHA-256 of each. An id that comes twice counts twice.
 * Not thread-safe.
 */
public final class IdsDigest {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

  private final MessageDigest sha256 = Digests.newSha256();
  private BigInteger sum = BigInteger.ZERO;

  public void add(String id) {
    sum = sum.add(new BigInteger(1, sha256.digest(id.getBytes(UTF_8)))).mod(MODULUS);
  }

  /** 64 hexadecimal digits in lower case; all zero where there are no ids. */
  public String value() {
    return String.format(Locale.ROOT, "%064x", sum);
  }
}
