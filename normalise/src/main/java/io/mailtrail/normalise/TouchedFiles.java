package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/** The files and links concerned: {@code file.*}, {@code url.*} and {@code related.hash}. */
final class TouchedFiles {
  private static final int MAX_HASHES = 200;
  private static final byte[] NOTHING = new byte[0];

  private final Picked picked;
  private final SlotWriter slots;
  private final SliceCache<byte[]> extensions =
      new SliceCache<>(256, extension -> extension.toLowerCase(Locale.ROOT).getBytes(UTF_8));
  private final SliceCache<byte[]> nameExtensions = new SliceCache<>(256, TouchedFiles::extension);
  private final SliceCache<byte[]> lastParts = new SliceCache<>(256, TouchedFiles::lastPart);
  private final SliceCache<byte[]> domains = new SliceCache<>(256, TouchedFiles::domain);

  TouchedFiles(Picked picked, SlotWriter slots) {
    this.picked = picked;
    this.slots = slots;
  }

  void describe(RecordFamily family) {
    switch (family) {
      case SHAREPOINT -> sharePoint();
      case THREAT -> {
        judgedFile();
        url();
      }
      case DLP -> matched();
      default -> {
        if (picked.filled(Slot.SOURCE_FILE_NAME) != Picked.NONE) {
          sharePoint();
        }
      }
    }
  }

  private void sharePoint() {
    int name = picked.filled(Slot.SOURCE_FILE_NAME);
    if (name == Picked.NONE) {
      return;
    }
    slots.alias(Slot.FILE_NAME, name);
    slots.alias(Slot.FILE_PATH, picked.filled(Slot.OBJECT_ID));
    extension(extensions, picked.filled(Slot.SOURCE_FILE_EXTENSION));
    size(picked.first(picked.names.paths.fileSizeBytes));
  }

  /** A file in SharePoint, OneDrive or Teams that was judged. */
  private void judgedFile() {
    Paths paths = picked.names.paths;
    int name = picked.first(paths.judgedFileName);
    if (!slots.alias(Slot.FILE_NAME, name)) {
      return;
    }
    slots.firstOf(Slot.FILE_PATH, paths.judgedFilePath);
    extension(nameExtensions, name);
    size(picked.first(paths.judgedFileSize));
    hash(picked.first(paths.judgedFileHash));
  }

  private void matched() {
    Paths paths = picked.names.paths;
    int object = picked.filled(Slot.OBJECT_ID);
    boolean onDevice = picked.first(paths.endpointOperation) != Picked.NONE;
    if (slots.firstOf(Slot.FILE_NAME, paths.matchedFileName)) {
      if (!slots.firstOf(Slot.FILE_PATH, paths.matchedFilePath)) {
        slots.alias(Slot.FILE_PATH, object);
      }
    } else if (onDevice && object != Picked.NONE) {
      slots.alias(Slot.FILE_PATH, object);
      byte[] name =
          lastParts.get(picked.source(object), picked.start(object), picked.length(object));
      slots.text(Slot.FILE_NAME, name.length == 0 ? null : name);
    }
    if (picked.has(Slot.FILE_NAME)) {
      extension(nameExtensions, picked.get(Slot.FILE_NAME));
      size(picked.first(onDevice ? paths.endpointFileSize : paths.matchedFileSize));
      hash(picked.first(paths.endpointSha256));
      slots.addAllLowered(Slot.RELATED_HASH, picked.first(paths.endpointSha1), MAX_HASHES);
    }
  }

  private void url() {
    int url = picked.filled(Slot.URL_SENT);
    if (slots.alias(Slot.URL, url)) {
      byte[] domain = domains.get(picked.source(url), picked.start(url), picked.length(url));
      if (domain.length > 0) {
        slots.text(Slot.URL_DOMAIN, domain);
        picked.addOnce(Slot.RELATED_HOSTS, domain);
      }
    }
  }

  private void extension(SliceCache<byte[]> cache, int leaf) {
    if (leaf != Picked.NONE) {
      byte[] extension = cache.get(picked.source(leaf), picked.start(leaf), picked.length(leaf));
      slots.text(Slot.FILE_EXTENSION, extension.length == 0 ? null : extension);
    }
  }

  private void size(int leaf) {
    if (leaf != Picked.NONE && Scalars.isLong(picked, leaf)) {
      picked.set(Slot.FILE_SIZE, picked.alias(leaf));
    }
  }

  private void hash(int leaf) {
    slots.lowered(Slot.FILE_HASH, leaf);
    slots.addAllLowered(Slot.RELATED_HASH, leaf, MAX_HASHES);
  }

  private static byte[] extension(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot + 1);
    boolean plain = extension.length() <= 16 && extension.chars().allMatch(c -> c != ' ');
    return plain ? extension.toLowerCase(Locale.ROOT).getBytes(UTF_8) : NOTHING;
  }

  private static byte[] lastPart(String path) {
    int cut = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    return path.substring(cut + 1).strip().getBytes(UTF_8);
  }

  /** The host in an address of a link; nothing is resolved. */
  private static byte[] domain(String url) {
    int scheme = url.indexOf("://");
    if (scheme < 0) {
      return NOTHING;
    }
    int end = scheme + 3;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    String authority = url.substring(scheme + 3, end);
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = host.lastIndexOf(':');
    if (colon > host.lastIndexOf(']')) {
      host = host.substring(0, colon);
    }
    return host.strip().toLowerCase(Locale.ROOT).getBytes(UTF_8);
  }
}
