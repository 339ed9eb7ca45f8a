package io.millrace.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A setting of a plugin: one component of its config record. Its name is the component's in
 * snake_case; its type and whether it is optional come from Java.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface Param {
  /** What {@link #def} holds where there is no default. */
  String REQUIRED = "\u0000required";

  /** One sentence: what it sets, in which unit. */
  String doc();

  /**
   * Default, as a user would write it. Without one, and if the type is no {@code Optional}, the
   * parameter is required.
   */
  String def() default REQUIRED;

  /** Whether the value must never be shown. */
  boolean secret() default false;

  /** What to use instead, if it should not be used any more. */
  String deprecated() default "";

  /** What to use instead, if it is refused. */
  String obsoleted() default "";

  /** Its name, where it is not the component's. */
  String name() default "";

  /** Another name under which it is accepted. */
  String alias() default "";
}
