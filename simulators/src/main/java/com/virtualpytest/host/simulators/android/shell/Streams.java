package com.virtualpytest.host.simulators.android.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The three descriptors of whatever runs. */
final class Streams {

  private InputStream in;
  private OutputStream out;
  private OutputStream err;

  Streams(InputStream in, OutputStream out, OutputStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  Streams copy() {
    return new Streams(in, out, err);
  }

  InputStream in() {
    return in;
  }

  OutputStream out() {
    return out;
  }

  OutputStream err() {
    return err;
  }

  void in(InputStream value) {
    in = value;
  }

  /** Makes descriptor 1 or 2 another one. */
  void out(int descriptor, OutputStream value) {
    if (descriptor == 2) {
      err = value;
    } else {
      out = value;
    }
  }

  /** A line of the shell itself. */
  void complain(String text) throws IOException {
    err.write(("/system/bin/sh: " + text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
