import EventStore
import FoundationEssentials
import Spreadsheets

/// Tells files apart by what is in them.
enum FileDigest {
  /// SHA-256 of a file as lower-case hexadecimal, read piece by piece.
  static func sha256(of path: String) throws -> String {
    do {
      return SHA256Digest.hex(try digest(of: path))
    } catch {
      throw ListProblem.file(.unreadable(path, reason: "\(error)"))
    }
  }

  private static func digest(of path: String) throws -> [UInt8] {
    let data = try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
    var running = SHA256Digest.Running()
    var start = data.startIndex
    while start < data.endIndex {
      let end = min(start + 1 << 20, data.endIndex)
      running.update([UInt8](data[start..<end]))
      start = end
    }
    return running.finish()
  }
}
