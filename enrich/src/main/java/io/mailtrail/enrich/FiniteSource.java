package io.mailtrail.enrich;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceEnumerator;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReader;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceSplit;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * A source that ends: parts, such as files, that parallel readers take one after the other. After a
 * restart a part that was begun is read from its beginning: at least once.
 *
 * @param <E> what the parts hold
 */
public final class FiniteSource<E>
    implements Source<E, FiniteSource.Piece<E>, Collection<FiniteSource.Piece<E>>>,
        ResultTypeQueryable<E> {
  private static final long serialVersionUID = 1L;

  private final Class<E> type;
  private final ArrayList<Part<E>> parts;

  /**
   * Something to read from beginning to end.
   *
   * @param <E> what it holds
   */
  @FunctionalInterface
  public interface Part<E> extends Serializable {
    /** Opens it, where it is read. The iterator closes what it opened when it has no more. */
    Iterator<E> open();
  }

  public FiniteSource(Class<E> type, List<? extends Part<E>> parts) {
    this.type = type;
    this.parts = new ArrayList<>(parts);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<E, Piece<E>> createReader(SourceReaderContext context) {
    return new IteratorSourceReader<>(context);
  }

  @Override
  public SplitEnumerator<Piece<E>, Collection<Piece<E>>> createEnumerator(
      SplitEnumeratorContext<Piece<E>> context) {
    List<Piece<E>> all = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      all.add(new Piece<>(i, parts.get(i)));
    }
    return new IteratorSourceEnumerator<>(context, all);
  }

  @Override
  public SplitEnumerator<Piece<E>, Collection<Piece<E>>> restoreEnumerator(
      SplitEnumeratorContext<Piece<E>> context, Collection<Piece<E>> left) {
    return new IteratorSourceEnumerator<>(context, left);
  }

  @Override
  public SimpleVersionedSerializer<Piece<E>> getSplitSerializer() {
    return new PieceSerializer();
  }

  @Override
  public SimpleVersionedSerializer<Collection<Piece<E>>> getEnumeratorCheckpointSerializer() {
    return new LeftSerializer();
  }

  @Override
  public TypeInformation<E> getProducedType() {
    return TypeInformation.of(type);
  }

  /** One part as a split. */
  static final class Piece<E> implements IteratorSourceSplit<E, Iterator<E>> {
    private final int index;
    private final Part<E> part;

    Piece(int index, Part<E> part) {
      this.index = index;
      this.part = part;
    }

    @Override
    public String splitId() {
      return Integer.toString(index);
    }

    @Override
    public Iterator<E> getIterator() {
      return part.open();
    }

    @Override
    public IteratorSourceSplit<E, Iterator<E>> getUpdatedSplitForIterator(Iterator<E> iterator) {
      return this;
    }
  }

  /** The parts travel with the source, so a split is its number. */
  private final class PieceSerializer implements SimpleVersionedSerializer<Piece<E>> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Piece<E> piece) {
      return ByteBuffer.allocate(Integer.BYTES).putInt(piece.index).array();
    }

    @Override
    public Piece<E> deserialize(int version, byte[] serialized) {
      int index = ByteBuffer.wrap(serialized).getInt();
      return new Piece<>(index, parts.get(index));
    }
  }

  private final class LeftSerializer implements SimpleVersionedSerializer<Collection<Piece<E>>> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(Collection<Piece<E>> left) {
      ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * left.size());
      left.forEach(piece -> bytes.putInt(piece.index));
      return bytes.array();
    }

    @Override
    public Collection<Piece<E>> deserialize(int version, byte[] serialized) {
      ByteBuffer bytes = ByteBuffer.wrap(serialized);
      List<Piece<E>> left = new ArrayList<>();
      while (bytes.hasRemaining()) {
        int index = bytes.getInt();
        left.add(new Piece<>(index, parts.get(index)));
      }
      return left;
    }
  }
}
