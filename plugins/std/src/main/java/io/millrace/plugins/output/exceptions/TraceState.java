package io.millrace.plugins.output.exceptions;

/** Where in a stack trace the last line was. */
enum TraceState {
  /** Outside. */
  START,
  /** Behind "nested exception is:". */
  JAVA_NESTED,
  /** Behind the line that names a Java exception. */
  JAVA_NAMED,
  /** Among Java frames. */
  JAVA_FRAMES,
  /** Behind a source line of Python, or the head of the trace. */
  PYTHON,
  /** Behind a frame of Python. */
  PYTHON_FRAME,
  /** Behind the line that names a PHP error. */
  PHP_NAMED,
  /** Among PHP frames. */
  PHP_FRAMES,
  /** Behind a Go panic. */
  GO_PANIC,
  /** Behind the signal that caused a Go panic. */
  GO_SIGNAL,
  /** Before the line that names a goroutine. */
  GO_GOROUTINE,
  /** Before the function of a Go frame. */
  GO_FUNCTION,
  /** Before the file of a Go frame. */
  GO_FILE,
  /** Behind the line that names a Ruby error. */
  RUBY_NAMED,
  /** Among Ruby frames. */
  RUBY_FRAMES,
  /** Behind "Unhandled exception:" of Dart. */
  DART_HEAD,
  /** Among Dart frames. */
  DART_FRAMES,
  /** Lines of a Dart type error. */
  DART_TYPE_1,
  /** Lines of a Dart type error. */
  DART_TYPE_2,
  /** Lines of a Dart type error. */
  DART_TYPE_3,
  /** Lines of a Dart type error. */
  DART_TYPE_4,
  /** Lines of a Dart format exception. */
  DART_FORMAT_1,
  /** Lines of a Dart format exception. */
  DART_FORMAT_2,
  /** Lines of a Dart format exception. */
  DART_FORMAT_3,
  /** Lines of a missing Dart method. */
  DART_METHOD_1,
  /** Lines of a missing Dart method. */
  DART_METHOD_2,
  /** Lines of a missing Dart method. */
  DART_METHOD_3
}
