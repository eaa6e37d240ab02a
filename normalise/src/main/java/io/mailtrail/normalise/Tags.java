package io.mailtrail.normalise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;

/**
 * What the tables of users and assets say: {@code mailtrail.user}, {@code mailtrail.target} and
 * {@code mailtrail.asset}.
 */
final class Tags {
  private static final int MAX_TAGS = 50;
  private static final String VIP = "vip";
  private static final byte[] GROUP = "m365_group".getBytes(US_ASCII);
  private static final String BREAK_GLASS = "break_glass";

  private final Picked picked;
  private final SlotWriter slots;
  private final boolean users;
  private final boolean assets;
  private final SliceCache<List<byte[]>> userTags;
  private final SliceCache<List<byte[]>> assetTags;

  Tags(Picked picked, SlotWriter slots, Lookups lookups) {
    this.picked = picked;
    this.slots = slots;
    this.users = lookups.has(LookupFile.USERS);
    this.assets = lookups.has(LookupFile.ASSETS);
    this.userTags = new SliceCache<>(1024, lookups::userTags);
    this.assetTags = new SliceCache<>(1024, lookups::assetTags);
  }

  void describe() {
    if (users) {
      add(userTags, Slot.USER_TAGS, picked.get(Slot.USER_EMAIL));
      add(userTags, Slot.USER_TAGS, picked.get(Slot.USER_ID));
      if (!picked.has(Slot.USER_EMAIL)) {
        add(userTags, Slot.USER_TAGS, picked.get(Slot.USER_NAME));
      }
      marks(Slot.USER_TAGS, Slot.USER_VIP, Slot.USER_BREAK_GLASS);
      add(userTags, Slot.TARGET_TAGS, picked.get(Slot.TARGET_EMAIL));
      add(userTags, Slot.TARGET_TAGS, picked.get(Slot.TARGET_ID));
      if (picked.has(Slot.TARGET_NAME) && !picked.has(Slot.TARGET_EMAIL)) {
        add(userTags, Slot.TARGET_TAGS, picked.get(Slot.TARGET_NAME));
      }
      marks(Slot.TARGET_TAGS, Slot.TARGET_VIP, Slot.TARGET_BREAK_GLASS);
    }
    if (assets) {
      add(assetTags, Slot.ASSET_TAGS, picked.get(Slot.HOST_NAME));
      add(assetTags, Slot.ASSET_TAGS, picked.get(Slot.HOST_ID));
      add(assetTags, Slot.ASSET_TAGS, picked.get(Slot.MAILBOX_OWNER));
      add(assetTags, Slot.ASSET_TAGS, picked.filled(Slot.SITE_URL));
      add(assetTags, Slot.ASSET_TAGS, picked.filled(Slot.TEAM_ID));
      add(assetTags, Slot.ASSET_TAGS, picked.get(Slot.APP));
    }
  }

  /** Whether the table of assets says that a mailbox is a Microsoft 365 group's. */
  boolean isGroup(int mailbox) {
    if (!assets || mailbox == Picked.NONE) {
      return false;
    }
    for (byte[] tag :
        assetTags.get(picked.source(mailbox), picked.start(mailbox), picked.length(mailbox))) {
      if (Arrays.equals(tag, GROUP)) {
        return true;
      }
    }
    return false;
  }

  private void add(SliceCache<List<byte[]>> table, int slot, int leaf) {
    if (leaf != Picked.NONE) {
      for (byte[] tag : table.get(picked.source(leaf), picked.start(leaf), picked.length(leaf))) {
        slots.addOnce(slot, tag, MAX_TAGS);
      }
    }
  }

  private void marks(int tags, int vip, int breakGlass) {
    if (!picked.has(tags)) {
      return;
    }
    boolean isVip = false;
    boolean isBreakGlass = false;
    for (int leaf = picked.get(tags); leaf != Picked.NONE; leaf = picked.next(leaf)) {
      isVip |= picked.matches(leaf, VIP);
      isBreakGlass |= picked.matches(leaf, BREAK_GLASS);
    }
    slots.flag(vip, isVip);
    slots.flag(breakGlass, isBreakGlass);
  }
}
