package io.millrace.api;

import java.util.List;

/** Finds the destinations of an output. */
public interface ServiceDiscovery extends Plugin {
  /** The services as known now. */
  List<Service> services();

  /** Calls {@code listener} after each change. */
  void onChange(Runnable listener);
}
