package com.virtualpytest.host.simulators.android.ui;

import com.virtualpytest.host.simulators.android.Profile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** The screen. */
public final class Ui {

  private final Profile profile;
  private String page = "home";

  /** A fresh one. */
  public Ui(Profile profile) {
    this.profile = profile;
  }

  /** A key. */
  public synchronized void key(String key) {
    page = key.equals("KEYCODE_HOME") ? "home" : page;
  }

  /** Which page shows. */
  public synchronized String page() {
    return page;
  }

  /** As PNG. */
  public synchronized byte[] png() {
    BufferedImage image =
        new BufferedImage(profile.width(), profile.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.BLUE);
    g.fillRect(0, 0, profile.width(), profile.height());
    g.dispose();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new IllegalStateException("PNG cannot be written", e);
    }
    return out.toByteArray();
  }

  /** As uiautomator shows it. */
  public synchronized String xml() {
    return "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation=\"0\">"
        + "<node index=\"0\" text=\"Settings\" resource-id=\"\" class=\"android.widget.TextView\""
        + " package=\"com.android.launcher3\" content-desc=\"Settings\" clickable=\"true\""
        + " enabled=\"true\" bounds=\"[60,1600][300,1840]\" /></hierarchy>";
  }
}
