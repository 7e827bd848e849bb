import Foundation
import Spreadsheets

/// A folder of one test, gone with it.
final class Scratch {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "hotline-tables-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  var path: String { folder.path }

  /// Writes a file and gives its path.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = folder.appending(path: name)
    try Data(bytes).write(to: url)
    return url.path
  }

  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Array(text.utf8))
  }
}

extension TableFile {
  /// Every row of a sheet.
  func rows(of sheet: Int = 0) throws -> [TableRow] {
    var rows: [TableRow] = []
    try readRows(of: sheet) { row in
      rows.append(row)
      return true
    }
    return rows
  }

  /// What a person sees, row by row.
  func shown(of sheet: Int = 0) throws -> [[String]] {
    try rows(of: sheet).map { $0.cells.map(\.shown) }
  }
}
