package com.virtualpytest.host.launcher;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Links what is loaded. The archive of classes takes linked ones only, and a class that is merely
 * mentioned, such as an exception or an annotation, is loaded at each start and linked at none.
 */
final class LoadedClasses {
  private static final Pattern LINE = Pattern.compile("^[|\\s-]*([\\w.$]+)/", Pattern.MULTILINE);
  private static final String SUFFIX = ".class";

  private LoadedClasses() {}

  /** Links the loaded classes of the JDK, the launcher and the bundles. */
  static void link(List<Bundle> bundles) throws JMException {
    Set<String> loaded = names();
    for (String name : loaded) {
      link(name, LoadedClasses.class.getClassLoader());
    }
    for (Bundle bundle : bundles) {
      BundleWiring wiring = bundle.adapt(BundleWiring.class);
      if (wiring == null || wiring.getClassLoader() == null) {
        continue; // a fragment, or not resolved
      }
      for (String name : own(bundle)) {
        if (loaded.contains(name)) {
          link(name, wiring.getClassLoader());
        }
      }
    }
  }

  private static void link(String name, ClassLoader loader) {
    try {
      // to be asked for its constructors a class has to be linked; it is not initialized
      var unused = Class.forName(name, false, loader).getDeclaredConstructors();
    } catch (ClassNotFoundException | LinkageError e) {
      return; // of another loader, or it mentions what is not there: then it is not archived
    }
  }

  /** The classes that a bundle brings itself. */
  private static Set<String> own(Bundle bundle) {
    Set<String> names = new HashSet<>();
    Enumeration<URL> entries = bundle.findEntries("/", "*" + SUFFIX, true);
    for (URL entry : entries == null ? List.<URL>of() : Collections.list(entries)) {
      String path = entry.getPath().substring(1);
      names.add(path.substring(0, path.length() - SUFFIX.length()).replace('/', '.'));
    }
    return names;
  }

  private static Set<String> names() throws JMException {
    String hierarchy = DiagnosticCommand.run("vmClassHierarchy", "-i");
    Set<String> names = new HashSet<>();
    for (Matcher line = LINE.matcher(hierarchy); line.find(); ) {
      names.add(line.group(1));
    }
    return names;
  }
}
