package com.virtualpytest.host.simulators.android.ui;

import java.awt.Rectangle;

/** The tree as {@code uiautomator dump} writes it. */
final class UiXml {

  private final String packageName;
  private final boolean compressed;
  private final StringBuilder xml = new StringBuilder();

  private UiXml(String packageName, boolean compressed) {
    this.packageName = packageName;
    this.compressed = compressed;
  }

  /**
   * What can be seen of the tree.
   *
   * @param compressed leaves out views that only arrange others
   */
  static String of(Node root, String packageName, boolean compressed) {
    UiXml dump = new UiXml(packageName, compressed);
    dump.xml.append(
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\"0\">");
    dump.add(root, 0, true);
    return dump.xml.append("</hierarchy>").toString();
  }

  private int add(Node node, int index, boolean root) {
    if (!node.isVisible()) {
      return index;
    }
    boolean arranges =
        node.text().isEmpty()
            && node.description().isEmpty()
            && node.id().isEmpty()
            && !node.isClickable()
            && !node.isScrollable();
    if (compressed && arranges && !root) {
      int next = index;
      for (Node child : node.children()) {
        next = add(child, next, false);
      }
      return next;
    }
    open(node, index);
    int next = 0;
    for (Node child : node.children()) {
      next = add(child, next, false);
    }
    xml.append(next == 0 ? " />" : "</node>");
    return index + 1;
  }

  private void open(Node node, int index) {
    if (index == 0 && xml.charAt(xml.length() - 1) != '>') {
      xml.append('>');
    }
    xml.append("<node");
    attribute("index", Integer.toString(index));
    attribute("text", node.text());
    attribute("resource-id", node.id());
    attribute("class", node.type());
    attribute("package", packageName);
    attribute("content-desc", node.description());
    attribute("checkable", node.checked() != null);
    attribute("checked", Boolean.TRUE.equals(node.checked()));
    attribute("clickable", node.isClickable());
    attribute("enabled", true);
    attribute("focusable", node.isClickable());
    attribute("focused", node.isFocused());
    attribute("scrollable", node.isScrollable());
    attribute("long-clickable", node.field() != null);
    attribute("password", false);
    attribute("selected", false);
    Rectangle area = node.visible();
    attribute(
        "bounds",
        "[%d,%d][%d,%d]".formatted(area.x, area.y, area.x + area.width, area.y + area.height));
  }

  private void attribute(String name, boolean value) {
    attribute(name, Boolean.toString(value));
  }

  private void attribute(String name, String value) {
    xml.append(' ').append(name).append("=\"");
    value
        .codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\n', '\t', '\r' -> xml.append("&#").append(c).append(';');
                default -> {
                  // uiautomator replaces what XML cannot hold.
                  if (c < 0x20) {
                    xml.append('.');
                  } else {
                    xml.appendCodePoint(c);
                  }
                }
              }
            });
    xml.append('"');
  }
}
