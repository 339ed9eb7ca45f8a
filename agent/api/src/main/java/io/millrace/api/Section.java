package io.millrace.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A section of a plugin's configuration: a component whose type is a record, {@link Child}, or an
 * {@code Optional} or {@code List} of one. Its name is the component's in snake_case.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Section {
  /** One sentence: what it is for. */
  String doc();

  /** Its name, where it is not the component's. */
  String name() default "";

  /** Whether it must be there; for a list, at least once. */
  boolean required() default false;

  /**
   * Parameters it has where the user sets none, each {@code "name value"}; a section that is
   * missing is made of them.
   */
  String[] defaults() default {};

  /** Parameter of a nested plugin's section that names its type where {@code @type} does not. */
  String typeParameter() default "";
}
