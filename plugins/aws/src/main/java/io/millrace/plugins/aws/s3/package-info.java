/**
 * {@code @type s3}: chunks as objects of a bucket.
 *
 * <p>{@link io.millrace.plugins.aws.s3.S3Output} plays four roles in small classes: a compressor
 * makes the body of the object, {@code ObjectKey} its name, {@code KeySearch} finds a name that is
 * free, and {@code S3Store} sends. Only {@code S3Store} and the classes it uses know the AWS SDK,
 * and none of them is loaded before the first request.
 */
@NullMarked
package io.millrace.plugins.aws.s3;

import org.jspecify.annotations.NullMarked;
