package io.millrace.api;

/**
 * A file that an input follows.
 *
 * @param path its path
 * @param position bytes read and safely emitted
 * @param inode its inode number
 */
public record FollowedFile(String path, long position, long inode) {}
