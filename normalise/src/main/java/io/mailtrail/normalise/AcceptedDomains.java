package io.mailtrail.normalise;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which mail domains are a tenant's own. Immutable and thread-safe. */
final class AcceptedDomains {
  static final AcceptedDomains NONE = new AcceptedDomains();

  private static final String ANY_TENANT = "";
  private static final List<String> OPTIONAL = List.of("tenant", "MatchSubDomains");

  /** By tenant: domains, and suffixes that begin with a dot. */
  private final Map<String, Set<String>> domains = new HashMap<>();

  private AcceptedDomains() {}

  static AcceptedDomains of(List<String> domains) throws LookupException {
    AcceptedDomains accepted = new AcceptedDomains();
    List<String> problems = new ArrayList<>();
    for (String domain : domains) {
      String wrong = accepted.add(ANY_TENANT, domain, false);
      if (wrong != null) {
        problems.add(wrong);
      }
    }
    if (!problems.isEmpty()) {
      throw new LookupException(problems);
    }
    return accepted;
  }

  static AcceptedDomains read(LookupFile file, byte[] csv) throws LookupException {
    AcceptedDomains accepted = new AcceptedDomains();
    LookupCsv.read(
        file.fileName(),
        csv,
        file.columns(),
        OPTIONAL,
        row -> accepted.add(row.value(1), row.value(0), row.value(2).equalsIgnoreCase("true")));
    return accepted;
  }

  AcceptedDomains and(AcceptedDomains more) {
    AcceptedDomains both = new AcceptedDomains();
    for (AcceptedDomains part : List.of(this, more)) {
      part.domains.forEach(
          (tenant, names) ->
              both.domains.computeIfAbsent(tenant, key -> new HashSet<>()).addAll(names));
    }
    return both;
  }

  private String add(String tenant, String domain, boolean subdomains) {
    String name = domain.toLowerCase(Locale.ROOT);
    boolean wild = name.startsWith("*.");
    String plain = wild ? name.substring(2) : name;
    if (plain.isEmpty()
        || plain.indexOf('.') < 0
        || plain.startsWith(".")
        || !plain.chars().allMatch(c -> c == '.' || c == '-' || Character.isLetterOrDigit(c))) {
      return "\"" + domain + "\" is no domain";
    }
    Set<String> names =
        domains.computeIfAbsent(tenant.toLowerCase(Locale.ROOT), key -> new HashSet<>());
    names.add(plain);
    if (wild || subdomains) {
      names.add("." + plain);
    }
    return null;
  }

  /** Whether any domain of a tenant is known; without that, nothing can be called external. */
  boolean known(String tenant) {
    return domains.containsKey(ANY_TENANT) || domains.containsKey(tenant);
  }

  /** Whether a domain, in lower case, is the tenant's. */
  boolean accepts(String tenant, String domain) {
    return accepts(domains.get(ANY_TENANT), domain) || accepts(domains.get(tenant), domain);
  }

  private static boolean accepts(Set<String> names, String domain) {
    if (names == null) {
      return false;
    }
    if (names.contains(domain)) {
      return true;
    }
    for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
      if (names.contains(domain.substring(dot))) {
        return true;
      }
    }
    return false;
  }
}
