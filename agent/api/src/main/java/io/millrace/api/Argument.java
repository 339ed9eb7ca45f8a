package io.millrace.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The argument of a section, the text behind its name: a component of the section's record. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Argument {
  /** One sentence: what it sets. */
  String doc();

  /** Default, as a user would write it; without one it is required unless {@code Optional}. */
  String def() default Param.REQUIRED;
}
