package com.virtualpytest.host.adb.internal.android;

import com.virtualpytest.host.api.driver.UiElement;
import com.virtualpytest.host.api.driver.UiElement.Bounds;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * What {@code uiautomator dump} wrote.
 *
 * @param elements those that mean something to people, numbered from 1 on, in the order of the tree
 * @param complete false when this is no whole dump, or no valid XML: what is missing in it may be
 *     on the screen
 */
public record UiDump(List<UiElement> elements, boolean complete) {

  private static final Set<String> CONTAINERS =
      Set.of(
          "androidx.viewpager.widget.ViewPager",
          "android.support.v7.widget.RecyclerView",
          "androidx.recyclerview.widget.RecyclerView",
          "android.widget.AbsListView",
          "AbsListView",
          "android.widget.ListView",
          "android.widget.GridView",
          "android.widget.ScrollView",
          "android.widget.HorizontalScrollView",
          "androidx.compose.ui.platform.ComposeView");
  private static final Set<String> LAYOUTS =
      Set.of(
          "android.widget.FrameLayout",
          "android.widget.LinearLayout",
          "android.widget.RelativeLayout",
          "android.widget.ConstraintLayout",
          "android.view.ViewGroup");
  private static final String VIEW = "android.view.View";
  private static final Pattern BOUNDS =
      Pattern.compile("\\[(-?\\d{1,9}),(-?\\d{1,9})\\]\\[(-?\\d{1,9}),(-?\\d{1,9})\\]");
  private static final Pattern NODE = Pattern.compile("<node\\b([^>]*)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([a-z-]+)\\s*=\\s*\"([^\"]*)\"");

  public UiDump {
    elements = List.copyOf(elements);
  }

  /** Reads a dump. What is no valid XML is searched for nodes as far as they can be made out. */
  public static UiDump parse(String xml) {
    boolean ends = xml.contains("</hierarchy>");
    if (!ends || !xml.contains("<node")) {
      return new UiDump(List.of(), ends || xml.matches("(?s).*<hierarchy[^>]*/>\\s*"));
    }
    String document = xml.substring(Math.max(0, xml.indexOf('<')), xml.lastIndexOf('>') + 1);
    try {
      SAXParserFactory factory = SAXParserFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      // no document type, hence no entities of anybody's making
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      Tree tree = new Tree();
      factory.newSAXParser().parse(new InputSource(new StringReader(document)), tree);
      return new UiDump(tree.elements, true);
    } catch (SAXException e) {
      return new UiDump(scan(document), false);
    } catch (IOException | ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's XML parser cannot be used", e);
    }
  }

  /** Walks the tree; children of what is left out are visited still. */
  private static final class Tree extends DefaultHandler {
    /** Deeper than any screen; a path that deep would be of no use to anybody. */
    private static final int MAX_DEPTH = 200;

    private final List<UiElement> elements = new ArrayList<>();
    private final Deque<Place> places = new ArrayDeque<>();

    /** A node on the way, and how many children of each class it has had. */
    private record Place(String step, Map<String, Integer> children) {}

    @Override
    public void startElement(String uri, String local, String name, Attributes attributes) {
      Place parent = places.peek();
      String className = value(attributes.getValue("class"));
      places.push(new Place(parent == null ? "/node" : step(parent, className), new HashMap<>()));
      if (parent == null) {
        return;
      }
      Node node = Node.of(attributes::getValue);
      if (!node.isContainer() && !node.isEmpty()) {
        elements.add(node.element(elements.size() + 1, path()));
      }
    }

    @Override
    public void endElement(String uri, String local, String name) {
      places.pop();
    }

    private static String step(Place parent, String className) {
      int index = parent.children.merge(className, 1, Integer::sum) - 1;
      return "/" + (className.isEmpty() ? "node" : className) + "[" + index + "]";
    }

    private String path() {
      if (places.size() > MAX_DEPTH) {
        return null;
      }
      StringBuilder path = new StringBuilder();
      places.descendingIterator().forEachRemaining(place -> path.append(place.step));
      return path.toString();
    }
  }

  /** The fall-back: nodes without their tree, so without paths. */
  private static List<UiElement> scan(String text) {
    List<UiElement> elements = new ArrayList<>();
    Matcher nodes = NODE.matcher(text);
    while (nodes.find()) {
      Map<String, String> attributes = new HashMap<>();
      Matcher each = ATTRIBUTE.matcher(nodes.group(1));
      while (each.find()) {
        attributes.put(each.group(1), unescape(each.group(2)));
      }
      Node node = Node.of(attributes::get);
      if (!node.isEmpty()) {
        elements.add(node.element(elements.size() + 1, null));
      }
    }
    return elements;
  }

  /** The attributes that count. */
  private record Node(
      String text,
      String resourceId,
      String contentDesc,
      String className,
      String bounds,
      boolean clickable,
      boolean enabled) {

    static Node of(UnaryOperator<String> attributes) {
      return new Node(
          value(attributes.apply("text")),
          value(attributes.apply("resource-id")),
          value(attributes.apply("content-desc")),
          value(attributes.apply("class")),
          value(attributes.apply("bounds")),
          "true".equals(value(attributes.apply("clickable"))),
          "true".equals(value(attributes.apply("enabled"))));
    }

    boolean isContainer() {
      return CONTAINERS.contains(className)
          || (LAYOUTS.contains(className) && text.isEmpty() && contentDesc.isEmpty());
    }

    boolean isEmpty() {
      boolean nameless = resourceId.isEmpty() || resourceId.equals("null");
      boolean silent = text.isEmpty() && contentDesc.isEmpty();
      return (silent && nameless && (className.isEmpty() || className.equals(VIEW)))
          || resourceId.equals("null")
          || (!clickable && !enabled && text.isEmpty());
    }

    UiElement element(int id, String path) {
      return new UiElement(
          id,
          text,
          contentDesc,
          resourceId,
          className,
          rectangle(bounds),
          clickable,
          enabled,
          path);
    }
  }

  private static Bounds rectangle(String text) {
    Matcher matcher = BOUNDS.matcher(text);
    return matcher.matches()
        ? new Bounds(
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)),
            Integer.parseInt(matcher.group(4)))
        : new Bounds(0, 0, 0, 0);
  }

  private static String value(String attribute) {
    return attribute == null ? "" : attribute.strip();
  }

  static String unescape(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&#39;", "'")
        .replace("&#10;", "\n")
        .replace("&amp;", "&");
  }
}
