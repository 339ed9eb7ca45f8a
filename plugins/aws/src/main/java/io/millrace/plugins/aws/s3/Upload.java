package io.millrace.plugins.aws.s3;

import java.util.Map;

/** An object to be stored, without its key. */
record Upload(ObjectBody body, String contentType, Map<String, String> metadata) {}
