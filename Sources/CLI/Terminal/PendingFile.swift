import Foundation
import Spreadsheets

/// A file being written under a temporary name, until `commit` puts it in its place in one step.
///
/// What existed under that name is replaced and lends its permissions; a symbolic link keeps pointing at the file it names.
/// A target that is no regular file (a pipe, `/dev/stdout`) is written in place.
final class PendingFile {
  let descriptor: Descriptor
  private let path: String
  private let target: String
  private let isNew: Bool
  /// nil once it is in its place, or where there is none.
  private var temporary: String?

  /// - Parameter isNew: what has the name by the time of `commit` keeps it, and `commit` fails.
  init(path: String, isNew: Bool = false) throws(Failure) {
    self.path = path
    self.isNew = isNew
    target = Self.resolved(path)
    var status = stat()
    let exists = unsafe stat(target, &status) == 0
    let kind = status.st_mode & S_IFMT
    if exists, kind == S_IFDIR { throw .writing(path, EISDIR) }
    if exists, kind != S_IFREG {
      let number = unsafe open(target, O_WRONLY | O_CLOEXEC)
      guard number >= 0 else { throw .writing(path, errno) }
      descriptor = Descriptor(number: number)
      return
    }
    let (number, temporary) = try Self.create(beside: target, path: path)
    descriptor = Descriptor(number: number)
    self.temporary = temporary
    // A file the user made private stays private.
    if exists { _ = fchmod(number, status.st_mode & 0o7777) }
  }

  deinit {
    close(descriptor.number)
    if let temporary { _ = unsafe unlink(temporary) }
  }

  /// Makes the bytes durable and gives them their name; an error leaves what was there before.
  func commit() throws(Failure) {
    guard let temporary else { return }
    guard fsync(descriptor.number) == 0 else { throw .writing(path, errno) }
    if isNew {
      // Not a rename, which would replace the file of another command that was faster.
      guard unsafe link(temporary, target) == 0 else { throw errno == EEXIST ? .exists(path) : .writing(path, errno) }
      _ = unsafe unlink(temporary)
    } else {
      guard unsafe rename(temporary, target) == 0 else { throw .writing(path, errno) }
    }
    self.temporary = nil
    // The name is durable only with its folder; some file systems cannot sync a folder, and need not.
    let folder = unsafe open(Self.split(target).folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      _ = fsync(folder)
      close(folder)
    }
  }

  private static func create(beside target: String, path: String) throws(Failure) -> (Int32, String) {
    let (folder, name) = split(target)
    let (begin, end) = (".\(name.prefix(60)).", ".tmp")
    // A process that was killed may have left its temporary; its number may come again.
    for attempt in 0..<100 {
      let temporary = "\(folder)/\(begin)\(getpid())-\(attempt)\(end)"
      let number = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if number >= 0 {
        Leftovers.sweep(writing: number, folder: folder, begin: begin, end: end)
        return (number, temporary)
      }
      if errno != EEXIST { throw .writing(path, errno) }
    }
    throw .writing(path, EEXIST)
  }

  private static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
  }

  /// The path without symbolic links; as given when there is nothing yet.
  private static func resolved(_ path: String) -> String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}
