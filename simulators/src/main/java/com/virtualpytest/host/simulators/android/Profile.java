package com.virtualpytest.host.simulators.android;

/** Which kind of device. */
public enum Profile {
  /** 1080x2340, touched. */
  PHONE("virtual_phone", "Virtual Phone", "vphone", 1080, 2340, 440),
  /** 1920x1080, a focus moved by the D-pad. */
  TV("virtual_tv", "Virtual TV", "vtv", 1920, 1080, 320);

  private final String product;
  private final String model;
  private final String device;
  private final int width;
  private final int height;
  private final int density;

  Profile(String product, String model, String device, int width, int height, int density) {
    this.product = product;
    this.model = model;
    this.device = device;
    this.width = width;
    this.height = height;
    this.density = density;
  }

  /** {@code ro.product.name}. */
  public String product() {
    return product;
  }

  /** {@code ro.product.model}. */
  public String model() {
    return model;
  }

  /** {@code ro.product.device}. */
  public String device() {
    return device;
  }

  /** In pixels. */
  public int width() {
    return width;
  }

  /** In pixels. */
  public int height() {
    return height;
  }

  /** In dots per inch. */
  public int density() {
    return density;
  }
}
