package com.virtualpytest.host.simulators.android.ui;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One view on the screen. The picture, the UI dump, touches and the focus all go by the same tree,
 * so that they cannot disagree. Pages build a new one each time.
 */
final class Node {

  private final String type;
  private final Rectangle bounds;
  private final List<Node> children = new ArrayList<>();
  private String id = "";
  private String text = "";
  private String description = "";
  private Rectangle clip;
  private Runnable action;
  private TextField field;
  private boolean scrollable;
  private Boolean checked;
  private BiConsumer<Graphics2D, Node> look = (g, node) -> {};
  private boolean focused;

  Node(String type, Rectangle bounds) {
    this.type = type;
    this.bounds = bounds;
    this.clip = bounds;
  }

  /** Adds a view in this one; it shows only where this one does. */
  Node add(Node child) {
    children.add(child);
    child.clipTo(clip);
    return this;
  }

  private void clipTo(Rectangle outer) {
    clip = clip.intersection(outer);
    children.forEach(child -> child.clipTo(clip));
  }

  Node id(String value) {
    id = value;
    return this;
  }

  Node text(String value) {
    text = value;
    return this;
  }

  Node description(String value) {
    description = value;
    return this;
  }

  /** Makes it clickable. */
  Node action(Runnable value) {
    action = value;
    return this;
  }

  /** Makes it a field that can be typed into. */
  Node field(TextField value) {
    field = value;
    return this;
  }

  Node scrollable() {
    scrollable = true;
    return this;
  }

  /** Makes it checkable. */
  Node checked(boolean value) {
    checked = value;
    return this;
  }

  /** How it is painted, before its children. */
  Node look(BiConsumer<Graphics2D, Node> value) {
    look = value;
    return this;
  }

  Node focused(boolean value) {
    focused = value;
    return this;
  }

  String type() {
    return type;
  }

  /** Where it lies, also beyond what scrolls it. */
  Rectangle bounds() {
    return bounds;
  }

  /** What can be seen of it; empty if nothing. */
  Rectangle visible() {
    return clip;
  }

  boolean isVisible() {
    return !clip.isEmpty();
  }

  List<Node> children() {
    return children;
  }

  String id() {
    return id;
  }

  String text() {
    return text;
  }

  String description() {
    return description;
  }

  Runnable action() {
    return action;
  }

  TextField field() {
    return field;
  }

  boolean isScrollable() {
    return scrollable;
  }

  /** Null if it cannot be checked. */
  Boolean checked() {
    return checked;
  }

  boolean isFocused() {
    return focused;
  }

  /** Whether it can be touched, and have the focus. */
  boolean isClickable() {
    return action != null || field != null;
  }

  /** What makes it the same view in the next tree. */
  String key() {
    return id + "|" + (field != null ? "" : firstText());
  }

  /** Its text, or the first below it. */
  String firstText() {
    if (!text.isEmpty() || !description.isEmpty()) {
      return text.isEmpty() ? description : text;
    }
    return children.stream()
        .map(Node::firstText)
        .filter(each -> !each.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Whether the other is somewhere below this one. */
  boolean holds(Node other) {
    return children.stream().anyMatch(child -> child == other || child.holds(other));
  }

  /** This one and all below it, in the order in which they are painted. */
  List<Node> all() {
    List<Node> all = new ArrayList<>();
    collect(all);
    return all;
  }

  private void collect(List<Node> all) {
    all.add(this);
    children.forEach(child -> child.collect(all));
  }

  /** Paints it and all below it. */
  void paint(Graphics2D g) {
    if (!isVisible()) {
      return;
    }
    Graphics2D own = (Graphics2D) g.create();
    own.clip(clip);
    look.accept(own, this);
    own.dispose();
    children.forEach(child -> child.paint(g));
  }
}
