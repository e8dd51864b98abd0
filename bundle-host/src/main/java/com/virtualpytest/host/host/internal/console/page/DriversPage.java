package com.virtualpytest.host.host.internal.console.page;

import com.virtualpytest.host.host.internal.deploy.BundleControl;
import com.virtualpytest.host.host.internal.deploy.BundleRecord;
import com.virtualpytest.host.host.internal.deploy.Deployment;
import com.virtualpytest.host.host.internal.deploy.SwapRecord;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The drop-in bundles, what was done to them, and the buttons to do more. */
final class DriversPage extends Page {
  private static final long serialVersionUID = 1L;

  static final String LABEL = "drivers";

  private static final String DATA_FOLDER = "data";
  private static final int SHOWN = 50;
  private static final int SHORT_HASH = 8;
  private static final String SURE =
      "return confirm('Take ' + this.elements.name.value + ' out of the drop-in folder?')";

  private final transient Deployment deployment;
  private final transient BundleControl control;
  private final transient BundleWishes wishes;
  private final transient Clock clock;

  DriversPage(
      Notices notices,
      Deployment deployment,
      BundleControl control,
      BundleWishes wishes,
      Clock clock) {
    super(LABEL, notices);
    this.deployment = deployment;
    this.control = control;
    this.wishes = wishes;
    this.clock = clock;
  }

  @Override
  List<Notice> act(HttpServletRequest request) throws IOException, ServletException {
    Notice refusal = wishes.tooLarge(request);
    if (refusal != null) {
      return List.of(refusal);
    }
    String name = String.valueOf(request.getParameter("name"));
    return switch (String.valueOf(request.getParameter("action"))) {
      case "upload" -> wishes.install(request);
      case "rollback" -> List.of(wishes.rollback(name));
      case "remove" -> List.of(wishes.remove(name));
      default -> List.of(Notice.refused("This page has no such action", null));
    };
  }

  @Override
  void render(Html page) {
    List<BundleRecord> bundles = deployment.bundles();
    long usable = bundles.stream().filter(bundle -> bundle.state().usable()).count();
    page.element(
        "p",
        "%d jars in the drop-in folders, %d of them serve".formatted(bundles.size(), usable),
        "class",
        "statline");
    upload(page);
    Map<String, String> previous = control.previous();
    Instant now = clock.instant();
    page.table("Bundle", "Version", "Content", "State", "For", "What is known", "File", "Change");
    for (BundleRecord bundle : bundles) {
      row(page, bundle, previous.get(bundle.name()), now);
    }
    page.endTable();
    history(page, now);
  }

  private static void upload(Html page) {
    page.open(
        "form", "method", "post", "action", "", "enctype", "multipart/form-data", "id", "upload");
    page.open("div", "class", "ui-widget-header ui-corner-top buttonGroup");
    page.hidden("action", "upload");
    page.open("input", "type", "file", "name", BundleWishes.FILE, "accept", ".jar", "required", "");
    page.element("button", "Install or update", "type", "submit").close("div");
    page.close("form");
  }

  private static void row(Html page, BundleRecord bundle, String previous, Instant now) {
    page.open("tr").open("td").element("b", bundle.name()).close("td");
    page.element("td", bundle.version());
    hash(page, bundle.hash());
    States.cell(page, bundle.state());
    page.timeCell(Times.length(Duration.between(bundle.since(), now)), bundle.since());
    page.cell(bundle.detail(), bundle.hint()).cell(bundle.file(), bundle.folder());
    page.open("td");
    if (previous != null && bundle.state().usable()) {
      button(page, "rollback", bundle.name(), "Back to " + previous, null);
    }
    if (bundle.folder().equals(DATA_FOLDER)) {
      button(page, "remove", bundle.name(), "Remove", SURE);
    }
    page.close("td").close("tr");
  }

  private static void hash(Html page, String hash) {
    if (hash == null) {
      page.element("td", "");
    } else {
      page.element("td", hash.substring(0, SHORT_HASH), "title", "SHA-256 " + hash);
    }
  }

  private static void button(Html page, String action, String name, String text, String sure) {
    if (sure == null) {
      page.open("form", "method", "post", "action", "");
    } else {
      page.open("form", "method", "post", "action", "", "onsubmit", sure);
    }
    page.hidden("action", action).hidden("name", name);
    page.element("button", text, "type", "submit").close("form");
  }

  private void history(Html page, Instant now) {
    List<SwapRecord> records = deployment.history();
    page.element("h2", "History", "class", "host-part");
    page.table("When", "Bundle", "Result", "From", "To", "By", "Took", "Parked", "What was said");
    for (SwapRecord record : records.subList(0, Math.min(SHOWN, records.size()))) {
      page.open("tr");
      page.timeCell(Times.ago(record.at(), now), record.at());
      page.element("td", record.name()).element("td", record.result());
      page.element("td", record.from()).element("td", record.to()).element("td", record.by());
      page.element("td", record.ms() + " ms").element("td", parked(record));
      page.element("td", record.detail()).close("tr");
    }
    page.endTable();
  }

  private static String parked(SwapRecord record) {
    return record.parked() == 0 && record.parkedMs() == 0
        ? "none"
        : "%d for up to %d ms".formatted(record.parked(), record.parkedMs());
  }
}
