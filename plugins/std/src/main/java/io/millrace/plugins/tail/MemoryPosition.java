package io.millrace.plugins.tail;

/** A position that is gone with the process. */
final class MemoryPosition implements Position {
  private long inode;
  private long offset;

  MemoryPosition(long inode, long offset) {
    this.inode = inode;
    this.offset = offset;
  }

  @Override
  public long offset() {
    return offset;
  }

  @Override
  public long inode() {
    return inode;
  }

  @Override
  public void moveTo(long newOffset) {
    offset = newOffset;
  }

  @Override
  public void moveTo(long newInode, long newOffset) {
    inode = newInode;
    offset = newOffset;
  }
}
