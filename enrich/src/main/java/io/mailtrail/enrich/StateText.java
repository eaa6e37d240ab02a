package io.mailtrail.enrich;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Texts of any length in the state format: length, then UTF-8. */
final class StateText {
  private StateText() {}

  static void write(String text, DataOutputView target) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    target.writeInt(bytes.length);
    target.write(bytes);
  }

  static String read(DataInputView source) throws IOException {
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  static void write(List<String> texts, DataOutputView target) throws IOException {
    target.writeInt(texts.size());
    for (String text : texts) {
      write(text, target);
    }
  }

  static List<String> readList(DataInputView source) throws IOException {
    int size = source.readInt();
    List<String> texts = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      texts.add(read(source));
    }
    return texts;
  }

  static void write(Map<String, String> texts, DataOutputView target) throws IOException {
    target.writeInt(texts.size());
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      write(entry.getKey(), target);
      write(entry.getValue(), target);
    }
  }

  static Map<String, String> readMap(DataInputView source) throws IOException {
    int size = source.readInt();
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      texts.put(read(source), read(source));
    }
    return texts;
  }
}
