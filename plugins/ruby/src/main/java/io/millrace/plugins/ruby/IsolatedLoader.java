package io.millrace.plugins.ruby;

import io.millrace.expr.ExpressionTier;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;

/**
 * Loads JRuby, what it bundles and the package {@code engine} of this module before asking its
 * parent for a class of that name, so that JRuby sees the libraries it was built with. Everything
 * else, above all the values that cross the border, comes from the parent.
 */
final class IsolatedLoader extends URLClassLoader {

  private static final String OWN = IsolatedLoader.class.getPackageName() + ".engine.";
  private static final String JRUBY = "org/jruby/Ruby.class";

  private IsolatedLoader(URL[] urls, ClassLoader parent) {
    super("jruby", urls, parent);
  }

  /** A new interpreter, in a loader of its own. */
  static ExpressionTier interpreter() {
    ClassLoader parent = IsolatedLoader.class.getClassLoader();
    URL jruby = parent.getResource(JRUBY);
    if (jruby == null) {
      throw new IllegalStateException(
          "millrace-plugins-ruby is installed without JRuby: put jruby-complete beside it");
    }
    try {
      URL jar = ((JarURLConnection) jruby.openConnection()).getJarFileURL();
      URL own = IsolatedLoader.class.getProtectionDomain().getCodeSource().getLocation();
      // Stays open: classes are loaded from it as long as the process lives.
      ClassLoader loader = new IsolatedLoader(new URL[] {own, jar}, parent);
      return (ExpressionTier)
          loader.loadClass(OWN + "Interpreter").getDeclaredConstructor().newInstance();
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException("cannot load JRuby from " + jruby, e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (isShared(name)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        try {
          loaded = findClass(name);
        } catch (ClassNotFoundException e) {
          return super.loadClass(name, resolve);
        }
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private static boolean isShared(String name) {
    return name.startsWith("java.")
        || name.startsWith("org.slf4j.")
        || name.startsWith("org.jspecify.")
        || name.startsWith("io.millrace.") && !name.startsWith(OWN);
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own != null ? own : super.getResource(name);
  }
}
