package io.mailtrail.ingest.file;

import io.mailtrail.ingest.KafkaEnds;
import io.mailtrail.ingest.Outgoing;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Where the messages of an import go. Not thread-safe. */
interface Outlet extends AutoCloseable {
  /** Takes a message, perhaps for later. */
  void send(Outgoing message) throws IOException;

  /** Returns when everything taken so far is safe. */
  void flush() throws IOException;

  @Override
  void close();

  /** Takes everything and keeps nothing. */
  static Outlet nowhere() {
    return new Outlet() {
      @Override
      public void send(Outgoing message) {
        // Nothing is published.
      }

      @Override
      public void flush() {
        // Nothing to wait for.
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  /** To Kafka, which it connects to on the first message. */
  static Outlet kafka(String bootstrap) {
    Map<String, Object> settings = new HashMap<>(KafkaEnds.producerSettings());
    settings.put("bootstrap.servers", bootstrap);
    Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    AtomicReference<Exception> failure = new AtomicReference<>();
    return new Outlet() {
      @Override
      public void send(Outgoing message) throws IOException {
        throwFailure();
        var unused =
            producer.send(
                KafkaEnds.record(message),
                (metadata, error) -> {
                  if (error != null) {
                    failure.compareAndSet(null, error);
                  }
                });
      }

      @Override
      public void flush() throws IOException {
        producer.flush();
        throwFailure();
      }

      private void throwFailure() throws IOException {
        if (failure.get() != null) {
          throw new IOException(
              "Kafka did not take the records: " + failure.get().getMessage(), failure.get());
        }
      }

      @Override
      public void close() {
        producer.close();
      }
    };
  }
}
