/** TCP, UDP and Unix sockets as inputs. */
@NullMarked
package io.millrace.plugins.socket;

import org.jspecify.annotations.NullMarked;
