import Foundation

/// The workbooks beside the repository, from public test suites; INDEX.tsv says what to expect of each.
enum Corpus {
  private static let folder = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
    .appending(path: "../shared/corpus").standardizedFileURL

  static let isPresent = FileManager.default.fileExists(atPath: folder.appending(path: "xlsx/INDEX.tsv").path)

  static func workbook(_ name: String) -> String { folder.appending(path: "xlsx").appending(path: name).path }
  static func other(_ name: String) -> String { folder.appending(path: "other").appending(path: name).path }

  /// File and expectation: "opens, 11 cells", "refuse: zip-open".
  static let index: [(file: String, expected: String)] = {
    let text = (try? String(contentsOfFile: workbook("INDEX.tsv"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst().compactMap { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      return columns.count > 1 ? (String(columns[0]), String(columns[1])) : nil
    }
  }()
}
