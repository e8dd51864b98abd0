package com.virtualpytest.host.tck;

import com.virtualpytest.host.tck.Bench.Opened;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a driver in a class loader of its own, as a bundle has one. */
final class OwnVersion {
  private OwnVersion() {}

  /** Loads the classes of the driver and of its test anew; everything else is shared. */
  private static final class Loader extends URLClassLoader {
    Loader(List<URL> own, ClassLoader parent) {
      super(own.toArray(URL[]::new), parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        if (known == null && findResource(name.replace('.', '/') + ".class") != null) {
          known = findClass(name);
        }
        return known == null ? super.loadClass(name, resolve) : known;
      }
    }
  }

  /** Opens the device with a new version of the driver, uses it, closes it, and forgets it. */
  static WeakReference<ClassLoader> openAndClose(DriverSubject subject, Path folder)
      throws Exception {
    List<URL> own = new ArrayList<>();
    own.add(source(subject.newDriver().getClass()));
    own.add(source(subject.getClass()));
    try (Loader loader = new Loader(own, subject.getClass().getClassLoader())) {
      use(loader, subject.getClass().getName(), folder);
      return new WeakReference<>(loader);
    }
  }

  private static void use(Loader loader, String type, Path folder) throws Exception {
    Constructor<?> constructor = loader.loadClass(type).getDeclaredConstructor();
    constructor.setAccessible(true);
    DriverSubject subject = (DriverSubject) constructor.newInstance();
    try {
      Bench bench = Bench.start(subject, folder);
      try {
        Opened device = bench.openReady();
        bench.run(device, subject.works());
        bench.close(device);
      } finally {
        bench.close();
      }
    } finally {
      subject.stop();
    }
  }

  private static URL source(Class<?> type) throws IOException {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
