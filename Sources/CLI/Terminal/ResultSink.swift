import Foundation

/// Where the bytes of a result go: standard output, or a file that appears whole or not at all.
///
/// A file is written under a temporary name beside the target, flushed to the disk and renamed over it by `finish`;
/// without `finish` the temporary is removed and what was there before stays. A pipe or device is written in place.
final class ResultSink {
  private static let capacity = 65_536

  /// Append here, then call `flushIfFull` once a row.
  var buffer: [UInt8] = []

  private let descriptor: Descriptor
  /// What messages call it.
  private let name: String
  private let file: PendingFile?

  /// - Parameters:
  ///   - path: nil for standard output.
  ///   - isNew: a file that is there already is kept, and `finish` fails.
  init(path: String?, isNew: Bool = false) throws(Failure) {
    if let path {
      let file = try PendingFile(path: path, isNew: isNew)
      self.file = file
      descriptor = file.descriptor
      name = path
    } else {
      file = nil
      descriptor = .standardOutput
      name = "stdout"
    }
    buffer.reserveCapacity(Self.capacity + 8192)
  }

  /// Throws `OutputClosed` when the reader of standard output went away, `CancellationError` in a cancelled task, else a
  /// `Failure` naming the path.
  func flushIfFull() throws {
    guard buffer.count >= Self.capacity else { return }
    // A loop over rows may never wait for anything else; here an interrupt reaches it.
    try Task.checkCancellation()
    try flush()
  }

  /// Writes what is left, and gives a file its name.
  func finish() throws {
    try flush()
    try file?.commit()
  }

  private func flush() throws {
    defer { buffer.removeAll(keepingCapacity: true) }
    guard let code = descriptor.write(buffer) else { return }
    if code == EPIPE { throw OutputClosed() }
    throw Failure.writing(name, code)
  }
}

extension Failure {
  /// A file that is to be new, and is there already.
  static func exists(_ path: String) -> Failure {
    Failure(
      .conflict,
      Text(
        zh: "\(path) 已经存在；新的封存记录不取代旧的，请换一个文件名",
        en: "\(path) exists already; a new seal does not replace an old one, so give another name"))
  }

  /// A file or stream that cannot be written, with the reason of the system and a way out.
  static func writing(_ path: String, _ code: Int32) -> Failure {
    let reason = Text.system(code)
    let wayOut =
      switch code {
      case ENOSPC, EDQUOT: Text(zh: "请先腾出空间，或用 -o 另选位置", en: "free some space, or choose another place with -o")
      case ENOENT: Text(zh: "请先创建该文件夹", en: "create the folder first")
      case EISDIR: Text(zh: "请给出文件名", en: "give a file name inside it")
      default: Text(zh: "请用 -o 另选位置", en: "choose another place with -o")
      }
    return Failure(
      .failed,
      Text(zh: "\(path)：无法写入（\(reason.zh)）；\(wayOut.zh)", en: "\(path): cannot be written (\(reason.en)); \(wayOut.en)")
    )
  }
}
