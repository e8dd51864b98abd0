package com.virtualpytest.host.host.internal.deploy;

import java.util.Locale;

/** The two drop-in folders, in the order in which they win for the same symbolic name. */
enum Folder {
  /** {@code HOST_DATA_DIR/deploy}: uploads and whatever somebody copies there. */
  DATA,
  /** {@code deploy} of the installation, which may be read-only. */
  INSTALLATION;

  /** The name on the wire: lower case. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
