package io.mailtrail.dashboards;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The templates, compiled at build time. Escapes whatever they are given. Thread-safe. */
final class Templates {
  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Templates.class.getClassLoader(), "io.mailtrail.dashboards");
  private final Assets assets;

  Templates(Assets assets) {
    this.assets = assets;
  }

  /** A whole page. */
  String page(String template, String title, String section, Object view) {
    StringOutput output = new StringOutput();
    Layout layout = new Layout(title, section, assets);
    engine.render(template + ".jte", Map.of("layout", layout, "view", view), output);
    return output.toString();
  }

  /** A part of a page. */
  String part(String template, Object view) {
    StringOutput output = new StringOutput();
    engine.render(template + ".jte", view, output);
    return output.toString();
  }
}
