import Foundation

/// A file of a few lines that a person names: a seal, a key.
enum SmallFile {
  /// Longer ones are something else.
  private static let limit = 1 << 20

  /// Its text.
  static func text(_ path: String) throws(Failure) -> String {
    let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard number >= 0 else { throw unreadable(path, errno) }
    defer { close(number) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= limit {
      let count = unsafe Glibc.read(number, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path, errno) }
      if count == 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += chunk.prefix(count)
    }
    throw unreadable(path, EFBIG)
  }

  private static func unreadable(_ path: String, _ code: Int32) -> Failure {
    let reason = Text.system(code)
    return Failure(
      Text(zh: "\(path)：无法读取（\(reason.zh)）；请核对文件名", en: "\(path): cannot be read (\(reason.en)); check the name"))
  }
}
