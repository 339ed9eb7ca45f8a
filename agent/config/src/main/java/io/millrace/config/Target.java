package io.millrace.config;

/**
 * Where the text of an included file goes.
 *
 * @param element the root, or the section that includes the file
 * @param section the name of that element
 * @param depth how many sections are open around it
 */
record Target(ConfigElement.Builder element, String section, int depth) {

  /** The root of a configuration. */
  static Target root(ConfigElement.Builder root) {
    return new Target(root, ConfigElement.ROOT, 0);
  }
}
