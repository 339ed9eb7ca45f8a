package io.millrace.plugins.aws.s3;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Apart from {@link Compressors}, so that the native library is loaded only where it is used. */
final class Zstd {
  private Zstd() {}

  static OutputStream stream(OutputStream out, int level) throws IOException {
    return new ZstdOutputStream(out, level);
  }
}
