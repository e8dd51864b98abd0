package com.virtualpytest.host.host.internal.console.page;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * A page of the console. The console puts its head, its menu and its foot around what this writes;
 * who may see it and from which pages it takes changes was decided before ({@code ConsoleGuard}).
 */
abstract class Page extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final String NOTICE = "notice";

  private final String label;
  private final transient Notices notices;

  /**
   * @param label the last part of the page's address
   * @param notices where answers to changes wait until they are shown
   */
  Page(String label, Notices notices) {
    this.label = label;
    this.notices = notices;
  }

  /** Writes the page. */
  abstract void render(Html page);

  /** Does what a form of the page asks for. */
  abstract List<Notice> act(HttpServletRequest request) throws IOException, ServletException;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Html page = new Html();
    for (Notice notice : notices.of(request.getParameter(NOTICE))) {
      String look = notice.good() ? "ui-state-highlight" : "ui-state-error";
      page.element("p", notice.line(), "class", "host-notice ui-corner-all " + look);
    }
    render(page);
    response.getWriter().print(page);
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    show(request, response, act(request));
  }

  /** Sends the browser to this page, so that loading it again does not repeat the change. */
  void show(HttpServletRequest request, HttpServletResponse response, List<Notice> told) {
    response.setStatus(HttpServletResponse.SC_SEE_OTHER);
    String path = request.getContextPath() + "/" + label;
    response.setHeader("Location", path + "?" + NOTICE + "=" + notices.keep(told));
  }
}
